import { z } from 'zod';
import type { Comparison } from '../compare/schema.js';
import { levelSchema, verdictSchema } from '../judge/schema.js';
import { releaseSchema } from '../release.js';
import type { Result } from '../result.js';
import { materialSchema, planSchema, type Rebuild, rebuildSchema } from '../sandbox/schema.js';
import { sourceSchema } from '../source/schema.js';
import { type Statement, statementAbout } from './statement.js';
import { rebuildType } from './type-uris.js';

/** Paths and lines named in one list at most; how many there are is always said. */
const most = 1_000;

const listed = z.object({
  count: z.int(),
  first: z
    .array(z.object({ path: z.string(), reason: z.string() }))
    .describe(`At most ${most}, in order of path.`),
});

/** Predicate of a rebuild attestation, version 1: how a verdict came about. */
export const rebuildPredicateSchema = z.object({
  verifier: z.object({
    id: z.string().describe('URI, as in the summary.'),
    version: z.object({ reprove: z.string() }),
  }),
  verifiedAt: z.string().describe('ISO 8601.'),
  release: releaseSchema.pick({ purl: true, integrity: true, publishedIntegrity: true, publishedAt: true }),
  source: sourceSchema.pick({
    repository: true,
    commit: true,
    ref: true,
    directory: true,
    evidence: true,
    reachable: true,
  }),
  verdict: verdictSchema.pick({ kind: true, summary: true }).extend({ level: levelSchema.nullable() }),
  entries: z.object({
    total: z.int(),
    bytes: z.int(),
    bySource: z.int(),
    byRebuild: z.int(),
    byUpstream: z
      .int()
      .optional()
      .describe(
        'The very bytes of a known build-system file, under its own name; absent where there are none.',
      ),
    byNormalizers: z.int().describe('Equal to the source or a rebuild after named normalizers.'),
    unexplained: listed.describe('No evidence; the reason says whether they could act.'),
    missing: listed,
  }),
  normalizers: z
    .array(z.object({ name: z.string(), version: z.int(), entries: z.int() }))
    .describe('Those that were needed, by name.'),
  rebuilds: z
    .array(
      z.object({
        plan: planSchema.pick({
          ecosystem: true,
          digest: true,
          summary: true,
          lockfile: true,
          before: true,
          pressesOn: true,
        }),
        recipe: z.string().nullable().describe('Hex SHA-256 of the recipe that the plan was made from.'),
        engine: z.string(),
        outcome: rebuildSchema.shape.outcome,
        failure: z.string().nullable(),
        materials: z.array(materialSchema),
        toolMaterials: z.array(materialSchema),
        refusals: z.int().describe('Requests that the registry proxy refused.'),
        notes: z.array(z.string()).describe('Where the registry or the source had less than was asked for.'),
        integrity: z.string().nullable().describe('SRI of the packed tarball.'),
        tarSha256: z.string().nullable(),
      }),
    )
    .min(1)
    .describe('Those that were run, in that order.'),
  notLookedAt: listed.describe(
    'What could not be read, and steps that were left out; never counted as equal.',
  ),
});
type RebuildPredicate = z.infer<typeof rebuildPredicateSchema>;

/** How a verdict with rebuilds came about; null where nothing was rebuilt, or there was nothing to rebuild from. */
export function describeRebuild(result: Result, verifier: string): Statement | null {
  const { release, source, comparison, rebuilds } = result;
  if (source === null || comparison === null || rebuilds.length === 0) return null;
  const everything: RebuildPredicate = {
    verifier: { id: verifier, version: { reprove: result.reprove } },
    verifiedAt: result.verifiedAt,
    release,
    source,
    verdict: result.verdict,
    entries: entriesOf(result, comparison),
    normalizers: normalizersOf(comparison),
    rebuilds: rebuilds.map(rebuildOf),
    notLookedAt: list([
      ...comparison.notRead,
      ...rebuilds.flatMap(({ plan }) =>
        plan.omitted.map(({ step, reason }) => ({ path: `step ${step}`, reason })),
      ),
    ]),
  };
  // Parsing leaves out what the predicate doesn't have.
  return statementAbout(release, rebuildType, rebuildPredicateSchema.parse(everything));
}

function entriesOf(
  { verdict }: Result,
  { entries, bytes, missing }: Comparison,
): RebuildPredicate['entries'] {
  const count = (kind: string) => entries.filter(({ evidence }) => evidence.kind === kind).length;
  return {
    total: entries.length,
    bytes,
    bySource: count('source'),
    byRebuild: count('rebuild'),
    ...(count('upstream') > 0 ? { byUpstream: count('upstream') } : {}),
    byNormalizers: count('equivalent'),
    unexplained: list(
      verdict.unexplained.map(({ path, canAct, why }) => ({
        path,
        reason: `${canAct ? 'could act' : 'cannot act'}: ${why}`,
      })),
    ),
    missing: list(missing.map(({ path, from }) => ({ path, reason: `the ${from} has it` }))),
  };
}

function normalizersOf({ entries }: Comparison): RebuildPredicate['normalizers'] {
  const uses = new Map<string, { name: string; version: number; entries: number }>();
  for (const { evidence } of entries) {
    if (evidence.kind !== 'equivalent') continue;
    for (const key of new Set(evidence.normalizations.map(({ name, version }) => `${name} ${version}`))) {
      const [name = '', version] = key.split(' ');
      const use = uses.get(key) ?? { name, version: Number(version), entries: 0 };
      uses.set(key, { ...use, entries: use.entries + 1 });
    }
  }
  return [...uses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const rebuildOf = (rebuild: Rebuild): RebuildPredicate['rebuilds'][number] => ({
  ...rebuild,
  recipe: rebuild.plan.recipe?.digest ?? null,
  failure: rebuild.failure === null ? null : `${rebuild.failure.cause}: ${rebuild.failure.message}`,
  refusals: rebuild.refusals.length,
  notes: rebuild.proxyNotes,
});

function list(all: readonly { path: string; reason: string }[]): z.infer<typeof listed> {
  const sorted = [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { count: all.length, first: sorted.slice(0, most) };
}
