import { z } from 'zod';

/** A file of a release tarball, at the path where the package manager installs it. */
const entrySchema = z.object({
  path: z
    .string()
    .describe(
      'Path below the package folder, `/` between segments; the first component of the archive is stripped.',
    ),
  mode: z.int().describe('Permission bits as stored, 0 to 0o7777.'),
  size: z.int().describe('Bytes.'),
  sha256: z.string().describe('Hex.'),
  gitBlob: z
    .string()
    .describe('Hex SHA-1 that git would give these bytes; finds candidates, proves nothing.'),
  link: z
    .literal(true)
    .optional()
    .describe('A symbolic link, whose content is its target; nobody follows it.'),
});
export type Entry = z.infer<typeof entrySchema>;

/** Something about an archive that an honest packer does not produce. */
export const odditySchema = z.object({
  kind: z.enum([
    'duplicate-path',
    'colliding-path',
    'several-roots',
    'link',
    'device',
    'absolute-path',
    'climbing-path',
    'backslash-path',
    'path-override',
    'invalid-path',
    'sparse-entry',
    'trailing-data',
    'second-gzip-member',
    'second-stream',
    'directory-and-file',
    'unknown-entry-type',
  ]),
  path: z
    .string()
    .nullable()
    .describe(
      'Installed path it concerns (or the raw path where there is none); null for the archive as a whole.',
    ),
  detail: z.string().describe('One line for a person.'),
  overwrites: z
    .boolean()
    .describe('True when an entry replaces the content of an earlier one on installation.'),
});
export type Oddity = z.infer<typeof odditySchema>;

/** What one pass over a tarball learns. */
const archiveSchema = z.object({
  entries: z
    .array(entrySchema)
    .describe('In order of path (code units); for paths that occur twice, the one that installs.'),
  oddities: z.array(odditySchema),
  integrity: z.string().describe('SRI, sha512 of the compressed bytes.'),
  shasum: z.string().describe('Hex SHA-1 of the compressed bytes.'),
  tarSha256: z.string().describe('Hex SHA-256 of the uncompressed tar stream.'),
  compressedBytes: z.int(),
  bytes: z.int().describe('Uncompressed bytes of the tar stream.'),
});
export type Archive = z.infer<typeof archiveSchema>;
