import { z } from 'zod';
import { failureReadingSchema, planRecipeSchema, stepOutcomeSchema } from '../sandbox/schema.js';

const severitySchema = z.enum(['info', 'low', 'medium', 'high']);
export type Severity = z.infer<typeof severitySchema>;

/** A named reason for concern, with the place that shows it. */
export const findingSchema = z.object({
  signal: z.string().describe('Stable id, also the name of its docs page.'),
  title: z.string(),
  docs: z.string().describe("Page that says what to make of it, below reprove's own folder."),
  severity: severitySchema,
  path: z.string().nullable().describe('Entry it is about; null for the release as a whole.'),
  line: z.int().nullable().describe('1-based.'),
  excerpt: z.string().nullable().describe('At most 200 characters, raw.'),
  message: z.string(),
  fingerprint: z
    .string()
    .describe(
      'SHA-256 of signal, path and what the finding says in full: the same in two releases that it says the same of. It does not cover the bytes of the entry.',
    ),
  new: z
    .boolean()
    .nullable()
    .describe(
      'Whether the baseline lacks it; null where that cannot be told. It never has a part in a severity or verdict.',
    ),
});
export type Finding = z.infer<typeof findingSchema>;

const verdictKindSchema = z.enum(['reproduced', 'inert', 'differs', 'suspicious', 'inconclusive']);
export type VerdictKind = z.infer<typeof verdictKindSchema>;

/** How close a reproduced release came out, best first. */
export const levelSchema = z.enum(['bit-identical', 'tar-identical', 'content-identical', 'equivalent']);
export type Level = z.infer<typeof levelSchema>;

/** The command at which the last rebuild ended. */
const failedCommandSchema = z.object({
  plan: z.int().describe('Rank of the plan.'),
  step: z.string(),
  directory: z.string().describe("Relative to the repository's root; '' for the root."),
  ...stepOutcomeSchema.pick({ command: true, exitCode: true, endedBy: true, lastLines: true }).shape,
  because: failureReadingSchema.nullable(),
});

/** Why a release could not be judged. */
const inconclusiveCauseSchema = z.object({
  stage: z.enum(['archive', 'locate', 'plan', 'rebuild', 'sandbox']),
  reason: z.string().describe('Stable kind: `no-repository-field`, `build-failed`, `no-sandbox`…'),
  message: z.string(),
  hint: z.string(),
  give: z
    .array(z.enum(['source', 'ref', 'directory', 'recipe']))
    .describe('Options with which a person could help, the likeliest first.'),
  failed: failedCommandSchema
    .nullable()
    .describe('Command that ended the last rebuild; null when it was none.'),
  environment: z.boolean().describe('True when this machine, not the release, is the cause: exit code 4.'),
});
export type InconclusiveCause = z.infer<typeof inconclusiveCauseSchema>;

/** How an entry is reached. */
const leadSchema = z.object({
  from: z
    .string()
    .nullable()
    .describe(
      'Field of a manifest (`main`, `exports`…) or install hook that it starts from; null where the first file is reached from none.',
    ),
  through: z
    .array(z.string())
    .describe('Files, each loading or naming the next and the last the entry; empty for an entry point.'),
});
export type Lead = z.infer<typeof leadSchema>;

/** The conclusion for a release. */
export const verdictSchema = z.object({
  kind: verdictKindSchema,
  level: levelSchema.nullable().describe('For `reproduced` only.'),
  summary: z.string().describe('One sentence.'),
  cause: inconclusiveCauseSchema.nullable().describe('For `inconclusive` only.'),
  unexplained: z
    .array(
      z.object({
        path: z.string(),
        canAct: z.boolean(),
        why: z.string(),
        new: z
          .boolean()
          .nullable()
          .describe('False where the baseline has the same bytes at this path; null without a baseline.'),
        lead: leadSchema
          .nullable()
          .describe('What leads there, by the shortest way; null where nothing is known to.'),
      }),
    )
    .describe('Entries without evidence, and whether they could act.'),
  recipe: planRecipeSchema
    .extend({ entries: z.int().describe('Entries that its plan accounts for.') })
    .nullable()
    .describe('Recipe whose plan was run; null when none played a part.'),
  leftovers: z
    .array(z.object({ path: z.string(), reason: z.string() }))
    .describe(
      'Entries without evidence that the recipe expected, with its reason: told, and counted as nothing.',
    ),
});
export type Verdict = z.infer<typeof verdictSchema>;
