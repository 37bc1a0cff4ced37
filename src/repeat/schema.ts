import { z } from 'zod';
import { materialSchema } from '../sandbox/schema.js';

/** Something of the world, or of this machine, that is not what it was. */
const changeSchema = z.object({
  kind: z
    .enum(['release', 'source', 'material-lost', 'material-other', 'material-new', 'tool', 'engine'])
    .describe(
      '`material-lost`: not served this time; `material-other`: the version has other bytes; `material-new`: served only now.',
    ),
  what: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
});
export type Change = z.infer<typeof changeSchema>;

const packedSchema = z.object({ integrity: z.string().nullable(), tarSha256: z.string().nullable() });

/** One rebuild that was run again. */
const repeatedSchema = z.object({
  plan: z.string().describe('Digest.'),
  summary: z.string(),
  same: z
    .enum(['tarball', 'tar', 'entries', 'none'])
    .describe(
      '`tarball`: bit by bit; `tar`: but for gzip; `entries`: all that the verdict rests on; `none`: not even those.',
    ),
  before: packedSchema,
  now: packedSchema,
  differing: z
    .array(z.object({ path: z.string(), before: z.string(), now: z.string().nullable() }))
    .describe('Entries that the verdict rests on and that came out otherwise, with their SHA-256.'),
  failure: z.string().nullable().describe('Why nothing was packed this time.'),
  materials: z.array(materialSchema),
});
export type Repeated = z.infer<typeof repeatedSchema>;

/** Version of the shape. */
export const repeatSchemaVersion = '1.0';

/** What `reprove repeat --json` prints. */
export const repeatSchema = z.object({
  schemaVersion: z.literal(repeatSchemaVersion),
  reprove: z.string(),
  release: z.object({ purl: z.string(), integrity: z.string() }),
  outcome: z
    .enum(['same', 'unreproducible', 'changed-world'])
    .describe('`unreproducible`: from the same source, materials and tools came something else.'),
  summary: z.string(),
  changes: z.array(changeSchema),
  rebuilds: z.array(repeatedSchema),
});
export type RepeatResult = z.infer<typeof repeatSchema>;
