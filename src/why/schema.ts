import { z } from 'zod';
import { rebuildSchema } from '../sandbox/schema.js';
import { causeNames } from './cause.js';
import { variationNames } from './variation.js';

/** Version of the shape. */
export const whySchemaVersion = '1.0';

/** A line of the source, or of a file in the checkout, that a cause goes back to. */
const placeSchema = z.object({
  path: z.string().describe("Relative to the repository's root."),
  line: z.int().nullable(),
  text: z.string().describe('Raw, cut where it is long.'),
});
export type Place = z.infer<typeof placeSchema>;

/** A text edit of one file of the checkout. */
const editSchema = z.object({
  path: z.string().describe("Relative to the repository's root."),
  line: z
    .int()
    .nullable()
    .describe('The line that is replaced, from 1; null: `after` is added at the end, or makes the file.'),
  before: z.string().nullable().describe('What that line is now.'),
  after: z.string().describe('Without the line feed.'),
});
export type Edit = z.infer<typeof editSchema>;

const seenSchema = z.object({
  path: z.string().describe('Entry of the tarball.'),
  against: z
    .enum(['repeat', 'variation', 'release'])
    .describe(
      '`repeat`: two builds alike differ in it; `variation`: a varied one does; `release`: the release does.',
    ),
  variations: z.array(z.enum(variationNames)),
  sample: z
    .object({ line: z.int(), before: z.string(), now: z.string() })
    .nullable()
    .describe('The first place in which it differs; raw. Null where it is no text, or has no counterpart.'),
});
export type Seen = z.infer<typeof seenSchema>;

const causeSchema = z.object({
  cause: z.enum(causeNames),
  title: z.string(),
  entries: z.array(seenSchema),
  places: z.array(placeSchema).describe('Where the source says so, most likely first; may be empty.'),
  tool: z.string().nullable().describe('Tool that brings it in, where no line of the source does.'),
  proof: z
    .enum(['experiment', 'bytes', 'likely'])
    .describe(
      '`experiment`: builds that differ in this alone differ so; `bytes`: the differing bytes show it; `likely`: nothing else was seen that explains it.',
    ),
  detail: z.string().nullable().describe('What was seen, in one line.'),
  fix: z.object({ text: z.string(), edits: z.array(editSchema) }),
});
export type CauseFound = z.infer<typeof causeSchema>;

/** What `reprove why --json` prints. */
export const whySchema = z.object({
  schemaVersion: z.literal(whySchemaVersion),
  reprove: z.string(),
  subject: z.object({
    name: z.string(),
    version: z.string(),
    commit: z.string(),
    directory: z.string(),
    published: z
      .boolean()
      .describe('Whether it is a release of the registry; else what the checkout would publish.'),
    integrity: z.string(),
  }),
  outcome: z
    .enum(['reproducible', 'unreproducible', 'not-built'])
    .describe(
      '`reproducible`: no build differed from another, and the release is bit-identical or the same but for gzip.',
    ),
  summary: z.string(),
  level: z
    .enum(['bit-identical', 'tar-identical', 'content-identical', 'different'])
    .nullable()
    .describe('How the release and an ordinary build of its commit compare; null where nothing was built.'),
  plan: z.object({ digest: z.string(), summary: z.string() }).nullable(),
  builds: z.int(),
  variations: z.array(
    z.object({
      name: z.enum(variationNames),
      title: z.string(),
      outcome: z.enum(['same', 'differs', 'fails', 'impossible', 'not-tried']),
      note: z
        .string()
        .nullable()
        .describe('Why it was not possible, or what of it does not reach all programs.'),
    }),
  ),
  causes: z.array(causeSchema),
  unexplained: z.array(seenSchema).describe('Differs, and no cause was found.'),
  notes: z.array(z.string()),
  failure: rebuildSchema.shape.failure,
});
export type WhyResult = z.infer<typeof whySchema>;
