import { z } from 'zod';
import { odditySchema } from '../archive/schema.js';
import { differenceSchema, normalizationSchema } from '../compare/schema.js';
import { levelSchema } from '../judge/schema.js';
import { diffSchemaVersion } from './version.js';

const fileSchema = z.object({
  size: z.int().describe('Bytes.'),
  mode: z.int().describe('Permission bits, 0 to 0o7777.'),
  sha256: z.string().describe('Hex.'),
});

const sideSchema = z.object({
  spec: z.string().describe('As typed.'),
  origin: z.enum(['registry', 'file', 'folder']),
  purl: z.string().nullable().describe('For a release of the registry.'),
  integrity: z.string().nullable().describe('SRI of the tarball; null for a folder.'),
  entries: z.int(),
  bytes: z.int().describe('Bytes of all entries.'),
  oddities: z.array(odditySchema),
});

/** A path that at least one of the two has. */
const diffEntrySchema = z.object({
  path: z.string(),
  status: z.enum(['same', 'equivalent', 'different', 'only-in-a', 'only-in-b']),
  a: fileSchema.nullable(),
  b: fileSchema.nullable(),
  normalizations: z.array(normalizationSchema).describe('What made them equal, for `equivalent`.'),
  difference: differenceSchema
    .omit({ against: true })
    .nullable()
    .describe('For `different`: `-` is only in a, `+` only in b.'),
  notRead: z
    .string()
    .nullable()
    .describe('Why the bytes, which are others, were not looked into: equivalence was not asked for.'),
});
export type DiffEntry = z.infer<typeof diffEntrySchema>;

/** What `reprove diff --json` prints for two things that could be read. */
export const diffSchema = z.object({
  schemaVersion: z.literal(diffSchemaVersion),
  reprove: z.string().describe('Version of reprove.'),
  comparedAt: z.string().describe('ISO 8601.'),
  a: sideSchema.describe('The old one.'),
  b: sideSchema.describe('The new one.'),
  verdict: z.enum(['same', 'different']),
  level: levelSchema
    .nullable()
    .describe('For `same`: the same tarball, tar stream, entries, or entries equal after normalizers.'),
  entries: z.array(diffEntrySchema).describe('In order of path.'),
  oddOnlyIn: z
    .object({ a: z.array(odditySchema), b: z.array(odditySchema) })
    .describe(
      'What is odd about one of them and not the other, such as a link or bytes after the end: a difference too.',
    ),
  seconds: z.number().describe('Wall time.'),
});
/** What comparing two tarballs, folders or releases came to; validated by `diffSchema`. */
export type DiffResult = z.infer<typeof diffSchema>;
