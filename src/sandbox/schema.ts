import { z } from 'zod';
import { failureKinds } from './failure-kinds.js';

/** One command of a plan. */
const planStepSchema = z.object({
  name: z.string().describe('Short and unique in the plan: `install`, `run build`, `pack`.'),
  phase: z.enum(['install', 'build', 'pack']),
  command: z.array(z.string()).min(1).describe('Program and arguments; no shell is involved.'),
  directory: z.string().describe("Folder to run in, relative to the repository's root; '' for the root."),
  environment: z.record(z.string(), z.string()).describe("Added to the plan's environment."),
  network: z
    .enum(['none', 'registry'])
    .describe('`registry`: the registry proxy can be reached, nothing else ever.'),
  optional: z.boolean().describe('A failure is recorded and the plan goes on.'),
  reason: z.string().describe('Why this step is there, and what says so.'),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** A tool pinned to one version, with what says so. */
const toolSchema = z.object({ name: z.string(), version: z.string(), reason: z.string() });
export type Tool = z.infer<typeof toolSchema>;

/** A text edit of a checked-out file that the install needs, undone before anything is packed. */
const planEditSchema = z.object({
  path: z.string().describe("Relative to the repository's root."),
  edit: z
    .enum([
      'lockfile-addresses',
      'git-dependencies',
      'leave-out-foreign',
      'leave-out-lost',
      'yarnrc-hosts',
      'bunfig-hosts',
    ])
    .describe(
      '`lockfile-addresses`: tarball addresses of any host are pointed at the registry proxy. ' +
        '`git-dependencies`: what comes from git repositories that can be had is packed from its commit and served by the proxy. ' +
        '`leave-out-foreign`: development and optional dependencies that no registry has are left out. ' +
        '`leave-out-lost`: locked versions of optional dependencies that the registry no longer has are resolved anew, ' +
        'and development dependencies left out. ' +
        '`yarnrc-hosts`, `bunfig-hosts`: settings of yarn and of bun that lead to other hosts are left out.',
    ),
  reason: z.string(),
});
export type PlanEdit = z.infer<typeof planEditSchema>;

/** What a person says of how releases of a package are built. */
export const planRecipeSchema = z.object({
  from: z.enum(['user', 'configuration', 'source']).describe('Whose word it is.'),
  path: z.string().describe('File name; for the source the path in the repository.'),
  digest: z.string().describe('Hex SHA-256 of the text.'),
  text: z.string(),
  reason: z.string().nullable(),
  leftovers: z
    .array(z.object({ path: z.string(), reason: z.string() }))
    .describe('Entries expected to stay unexplained; none where the source says so itself.'),
});
export type PlanRecipe = z.infer<typeof planRecipeSchema>;

/** One rebuild, as data: what is printed, run, stored and repeated. */
export const planSchema = z.object({
  ecosystem: z.string(),
  digest: z
    .string()
    .describe(
      'Hex SHA-256 over all of the plan except `digest`, `rank`, `remedies`, `against` and every `reason`.',
    ),
  rank: z.int().describe('1 is tried first.'),
  summary: z.string(),
  tools: z.array(toolSchema).min(1).describe('The language runtime first, then the package manager.'),
  directory: z.string().describe("The package's folder, relative to the repository's root."),
  environment: z.record(z.string(), z.string()),
  edits: z.array(planEditSchema),
  steps: z.array(planStepSchema).min(1),
  output: z
    .string()
    .describe(
      "Folder, relative to the repository's root, in which the last step leaves exactly one tarball. It is there when that step starts.",
    ),
  lockfile: z.string().nullable().describe("Lockfile the install obeys, relative to the repository's root."),
  before: z
    .string()
    .nullable()
    .describe(
      'ISO 8601: package versions published later do not exist for this plan, unless a lockfile pins them.',
    ),
  omitted: z
    .array(z.object({ step: z.string(), reason: z.string() }))
    .describe('Steps a publisher may have run that this plan leaves out.'),
  pressesOn: z
    .boolean()
    .describe(
      'A build that fails is passed over, and what it left is packed: evidence where the bytes agree, and never a sign of what is missing.',
    ),
  partial: z
    .literal(true)
    .optional()
    .describe('Only some files are made again: what it lacks says nothing of the release.'),
  remedies: z
    .enum(['install', 'build'])
    .nullable()
    .describe(
      'Phase in which an earlier plan must have failed for this one to be run; null: run in any case.',
    ),
  against: z
    .array(z.enum(failureKinds))
    .describe(
      'Kinds of failure that this plan is likely to remedy: it is tried first after one of them. With `remedies`, another known ' +
        'kind does not call for it.',
    ),
  recipe: planRecipeSchema
    .nullable()
    .describe('Recipe that the plan was made from; null for a plan of the rules.'),
  reasons: z.array(z.string()).describe('Why this plan, and why at this rank.'),
});
export type Plan = z.infer<typeof planSchema>;

/** A package that a rebuild was served. */
export const materialSchema = z.object({
  name: z.string(),
  version: z
    .string()
    .describe('Of the registry; `git+<address>#<commit>` for what was packed from a git repository.'),
  integrity: z.string(),
});
export type Material = z.infer<typeof materialSchema>;

/** What became of one step. */
export const stepOutcomeSchema = z.object({
  name: z.string(),
  command: z.array(z.string()),
  exitCode: z.int().nullable().describe('Null when it was ended from outside.'),
  endedBy: z.enum(['exit', 'signal', 'wall-time', 'cpu-time', 'memory', 'disk', 'log', 'abort', 'engine']),
  wallSeconds: z.number(),
  peakMemoryBytes: z.int().nullable(),
  logBytes: z.int(),
  lastLines: z.array(z.string()).describe('The end of the log, at most 20 lines, unescaped.'),
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

/** Why a step failed, as its log tells. */
export const failureReadingSchema = z.object({
  kind: z.enum(failureKinds),
  about: z
    .string()
    .nullable()
    .describe('The script, command, package, host… it is about; at most 200 characters, raw.'),
  line: z.string().nullable().describe('Line of the log that says so; at most 200 characters, raw.'),
});
export type FailureReading = z.infer<typeof failureReadingSchema>;

/** When something was run that this verification did not run itself. */
const reusedFrom = (what: string) =>
  z
    .string()
    .nullable()
    .describe(`ISO 8601: when an earlier verification ran ${what}, which this one reuses; null: run now.`);

/** A step in the record of a rebuild. */
export const recordedStepSchema = stepOutcomeSchema.extend({ reusedFrom: reusedFrom('the step') });
export type RecordedStep = z.infer<typeof recordedStepSchema>;

/** What running one plan led to. */
export const rebuildSchema = z.object({
  plan: planSchema,
  engine: z.string().describe('Engine and its version: `bubblewrap 0.8.0`.'),
  outcome: z.enum(['packed', 'failed']),
  failure: z
    .object({
      cause: z
        .string()
        .describe(
          'Stable kind: `install-failed`, `build-failed`, `nothing-packed`, `toolchain-unavailable`…',
        ),
      message: z.string(),
      step: z.string().nullable(),
      because: failureReadingSchema
        .nullable()
        .describe('What the log of that step says is the reason; null when nothing known is in it.'),
    })
    .nullable(),
  steps: z.array(recordedStepSchema),
  materials: z.array(materialSchema).describe('Sorted by name, then version.'),
  toolMaterials: z.array(materialSchema),
  refusals: z.array(z.string()).describe('Requests the registry proxy refused, one line each.'),
  proxyNotes: z
    .array(z.string())
    .describe('Where the registry or the source had less than was asked for, one line each.'),
  integrity: z.string().nullable().describe('SRI of the packed tarball.'),
  tarSha256: z.string().nullable(),
  wallSeconds: z.number().describe('Time that it took when it was run.'),
  reusedFrom: reusedFrom('all of the rebuild'),
});
export type Rebuild = z.infer<typeof rebuildSchema>;
