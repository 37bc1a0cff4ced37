import { z } from 'zod';

/** One published version, as the registry and its tarball describe it. */
export const releaseSchema = z.object({
  ecosystem: z.string(),
  purl: z.string().describe('`pkg:npm/lru-cache@11.3.6`.'),
  name: z.string(),
  version: z.string(),
  origin: z
    .enum(['registry', 'file', 'address'])
    .describe(
      "`registry`: that of its ecosystem, a distribution's archive too; `address`: one that was given.",
    ),
  signatures: z
    .array(z.string())
    .optional()
    .describe('What was signed on the way to the tarball and what of it was checked, one line each.'),
  integrity: z.string().describe('SRI of the tarball that was read.'),
  publishedIntegrity: z.string().nullable().describe('What the registry states; checked against the bytes.'),
  publishedAt: z.string().nullable().describe('ISO 8601.'),
  publisher: z.string().nullable(),
  gitHead: z.string().nullable(),
  runtimeVersion: z
    .string()
    .nullable()
    .describe('Version of the runtime that published it, such as `_nodeVersion`.'),
  managerVersion: z
    .string()
    .nullable()
    .describe('Version of the client that published it, such as `_npmVersion`.'),
  repository: z.string().nullable().describe('As stated, raw.'),
  directory: z.string().nullable(),
});
export type Release = z.infer<typeof releaseSchema>;
