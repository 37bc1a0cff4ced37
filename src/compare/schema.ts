import { z } from 'zod';

/** A normalizer that was needed for an entry. */
export const normalizationSchema = z.object({
  name: z.string(),
  version: z.int(),
  detail: z.string().describe('What it made equal here.'),
});
export type Normalization = z.infer<typeof normalizationSchema>;

/** Where the content is, if it is in no blob of the repository itself. */
const viaSchema = z
  .string()
  .optional()
  .describe(
    '`submodule <path> at <commit> of <address>`, `a pointer of Git LFS`, `git archive (line ends)`; absent for the blob at this path of the repository itself.',
  );

/** Why an entry is accounted for, or that it isn't. */
const evidenceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('source'),
    path: z.string().describe("Path in the repository's tree."),
    mapping: z
      .string()
      .nullable()
      .describe('The folder mapping that was needed, such as `src/ → ./`; null when the paths agree.'),
    via: viaSchema,
  }),
  z.object({ kind: z.literal('rebuild'), plan: z.string().describe('Digest of the plan.') }),
  z.object({
    kind: z.literal('equivalent'),
    to: z
      .enum(['source', 'rebuild', 'upstream'])
      .describe('`upstream`: to a known build-system file; `via` names its project.'),
    path: z.string().nullable().describe('Path in the tree for `source`, in the project for `upstream`.'),
    plan: z.string().nullable().describe('Digest of the plan, for `rebuild`.'),
    normalizations: z.array(normalizationSchema).min(1),
    via: viaSchema,
  }),
  z.object({
    kind: z.literal('upstream'),
    project: z
      .string()
      .describe("Project whose file it is, exactly: `gnulib`, `libtool`, a distribution's package of one."),
    path: z.string().describe('Path in that project.'),
    since: z.string().describe('First version or commit of it with these bytes.'),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;

const placeSchema = z.object({
  line: z.int().describe('From 1.'),
  column: z.int().describe('From 1, in UTF-16 units.'),
  byte: z.int().describe('From 0.'),
});
const extentSchema = placeSchema.extend({ lastLine: z.int() });

/** A part of a script that differs. */
const unitSchema = z.object({
  change: z
    .enum(['added', 'removed', 'moved', 'changed', 'renumbered'])
    .describe(
      '`moved`: in another order among its neighbours; `renumbered`: the id of a module is all that differs.',
    ),
  path: z
    .array(z.string())
    .describe('Names of what it lies in, from the outside, and its own: modules, declarations, keys. Raw.'),
  reference: extentSchema.nullable(),
  release: extentSchema.nullable(),
  tokens: z
    .object({ removed: z.string(), added: z.string(), reference: placeSchema, release: placeSchema })
    .nullable()
    .describe('All that changed in it, where that is one short run of tokens. Raw.'),
});

/** A readable, bounded difference; every line is raw and must be escaped by whoever prints it. */
export const differenceSchema = z.object({
  against: z.enum(['source', 'rebuild']),
  kind: z.enum(['text', 'script', 'json', 'binary', 'too-large']),
  summary: z.string().describe('One line: `3 lines added, 1 removed`, `dependencies.left-pad added`.'),
  lines: z
    .array(z.object({ sign: z.enum([' ', '+', '-', '@']), text: z.string() }))
    .describe('`+` is only in the release.'),
  units: z
    .array(unitSchema)
    .optional()
    .describe('For `script`, a large script or bundle: the smallest parts in which it differs, by kind.'),
  truncated: z.boolean(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** One entry of the release with everything that was learnt of it. */
const comparedEntrySchema = z.object({
  path: z.string(),
  size: z.int(),
  mode: z.int(),
  sha256: z.string(),
  evidence: evidenceSchema,
  phantom: z.boolean().describe('Neither the source tree nor any rebuild has a file at this place.'),
  difference: differenceSchema
    .nullable()
    .describe('Against the nearest counterpart, for entries without evidence that have one.'),
});
export type ComparedEntry = z.infer<typeof comparedEntrySchema>;

/** The release against everything that was available. */
export const comparisonSchema = z.object({
  entries: z.array(comparedEntrySchema).describe('In order of path.'),
  missing: z
    .array(z.object({ path: z.string(), from: z.enum(['source', 'rebuild']) }))
    .describe('Files that a rebuild packs, or an entry point that the source has, and the release lacks.'),
  bytes: z.int().describe('Bytes of all entries.'),
  notRead: z
    .array(z.object({ path: z.string(), reason: z.string() }))
    .describe('What could not be looked at; never counted as equal.'),
});
export type Comparison = z.infer<typeof comparisonSchema>;
