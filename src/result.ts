import { z } from 'zod';
import { odditySchema } from './archive/schema.js';
import { baselineFailureSchema, baselineSchema } from './baseline/schema.js';
import { comparisonSchema } from './compare/schema.js';
import { findingSchema, verdictSchema } from './judge/schema.js';
import { provenanceSchema } from './provenance.js';
import { releaseSchema } from './release.js';
import { planSchema, rebuildSchema } from './sandbox/schema.js';
import { sourceFailureSchema, sourceNoteSchema, sourceSchema } from './source/schema.js';

/** Version of the result's shape: the major changes when a reader must change. */
export const resultSchemaVersion = '1.0';

/** What `reprove verify --json` prints for one release: everything that was learnt, and nothing of this machine. */
export const resultSchema = z.object({
  schemaVersion: z.literal(resultSchemaVersion),
  reprove: z.string().describe('Version of reprove.'),
  verifiedAt: z.string().describe('ISO 8601.'),
  release: releaseSchema,
  archive: z.object({
    entries: z.int(),
    bytes: z.int(),
    compressedBytes: z.int(),
    tarSha256: z.string(),
    shasum: z.string().describe('Hex SHA-1 of the tarball, by which old lockfiles pin it.'),
    oddities: z.array(odditySchema),
  }),
  source: sourceSchema.nullable(),
  sourceFailure: sourceFailureSchema.nullable(),
  sourceNotes: z.array(sourceNoteSchema),
  provenance: provenanceSchema
    .nullable()
    .describe('What was signed about the release, and what of it holds; null when nothing was.'),
  plans: z.array(planSchema).describe('All plans made, in order of rank; empty when none was needed.'),
  rebuilds: z.array(rebuildSchema).describe('Those that were run, in that order.'),
  comparison: comparisonSchema.nullable(),
  baseline: baselineSchema
    .nullable()
    .describe('The release before this one, where it could be compared with its source.'),
  baselineFailure: baselineFailureSchema
    .nullable()
    .describe('Why there is no baseline; null where there is one, and where nothing could be marked.'),
  findings: z.array(findingSchema).describe('Most severe first.'),
  verdict: verdictSchema,
  seconds: z.number().describe('Wall time of the verification.'),
});
/** What verifying one release came to; validated by `resultSchema`. */
export type Result = z.infer<typeof resultSchema>;
