import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { type Marked, markNew } from './baseline/mark.js';
import { unexplainedEntries } from './compare/accounts.js';
import { compareSource } from './comparing.js';
import type { Config } from './config/schema.js';
import type { Context } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import { ecosystemOf } from './ecosystems.js';
import { type Judged, judgeRelease } from './judging.js';
import { keepTree } from './keep.js';
import { nothingRebuilt } from './nothing-rebuilt.js';
import type { Provenance } from './provenance.js';
import type { RebuildingInput, Rebuilds } from './rebuilding.js';
import { recipeFor, type UsableRecipe, userRecipe } from './recipe.js';
import type { Release } from './release.js';
import { resolveWithProvenance } from './resolving.js';
import { type Result, resultSchemaVersion } from './result.js';
import type { Plan } from './sandbox/schema.js';
import { isWhole } from './sandbox/whole.js';
import { type Located, locate } from './source/locate.js';
import type { Source, SourceFailure } from './source/schema.js';
import { version } from './version.js';

/** What a verification is asked for besides the release. */
export interface VerifyOptions {
  /** Repository to use instead of the stated one. */
  source?: string;
  /** Revision to use instead of looking for one. */
  ref?: string;
  /** The package's folder in the repository. */
  directory?: string;
  /** False: only the source is compared with. */
  rebuild: boolean;
  sandbox: Config['sandbox']['engine'];
  /** File with a recipe, which says how the release is built. */
  recipe?: string;
  /** True: what earlier verifications rebuilt is not used. */
  fresh?: boolean;
  /** Digests of plans that {@link rebuildAhead} runs for this verification, which is as good as running them in it. */
  ahead?: Promise<ReadonlySet<string>> | undefined;
  /** Folder to leave plans, logs and trees in. */
  keep?: string;
}

/**
 * Verifies one release: resolve → locate → compare with source → plan → rebuild → compare → judge → mark what is new. What can be expected to go
 * wrong (no source, no revision, a build that fails) is part of the result.
 *
 * @param spec `name`, `name@version`, `name@tag`, a purl, or a path to a tarball.
 * @throws {ReproveError} for wrong usage and for what this machine lacks, with the exit code to use; the signal's reason when aborted.
 */
export async function verify(spec: string, options: VerifyOptions, context: Context): Promise<Result> {
  const started = performance.now();
  // Each request and process listens to it; node would warn of a leak at the eleventh.
  setMaxListeners(0, context.signal);
  const ecosystem = await ecosystemOf(spec);
  const given = await givenRecipe(options, ecosystem);
  const { resolved, provenance } = await resolveWithProvenance(ecosystem, spec, context);
  const recipe = await recipeFor(given, context.config.recipes, resolved.release, ecosystem);
  const kept = options.keep && join(options.keep, folderName(resolved.release));
  if (kept)
    await keepTree(
      resolved.tarball,
      resolved.archive,
      join(kept, 'release'),
      context.config.archive,
      resolved.form,
    );
  const where = asked(options, recipe);
  const located = await locate(resolved.claim, resolved.archive.entries, where, context);
  try {
    const compared = await compareSource(ecosystem, resolved, located, context);
    const rebuilds = await rebuildRest({
      ecosystem,
      resolved,
      located,
      accounts: compared.accounts,
      compareOptions: compared.options,
      recipe,
      wanted: options.rebuild,
      sandbox: options.sandbox,
      fresh: options.fresh ?? false,
      ahead: options.ahead,
      keep: kept ?? null,
      context,
    });
    try {
      const judged = await judgeRelease(
        { ecosystem, resolved, provenance, located, compared, rebuilds },
        context,
      );
      const marked = await mark(ecosystem, resolved, located, judged, rebuilds, where, context);
      return resultOf(resolved, provenance, located, rebuilds, marked, started);
    } finally {
      await rebuilds.close();
    }
  } finally {
    if (located.ok) await located.repository.close();
  }
}

/** Plans the rebuild of a release without running anything of it. Throws as {@link verify} does. */
export async function planRelease(
  spec: string,
  options: VerifyOptions,
  context: Context,
): Promise<{ release: Release; source: Source | null; failure: SourceFailure | null; plans: Plan[] }> {
  const { ecosystem, resolved, recipe, located } = await findSource(spec, options, context);
  const { release } = resolved;
  if (!located.ok) return { release, source: null, failure: located.failure, plans: [] };
  try {
    const { planSource } = await import('./planning.js');
    const { plans } = await planSource(ecosystem, release, located, context, recipe);
    return { release, source: located.source, failure: null, plans };
  } finally {
    await located.repository.close();
  }
}

/**
 * Runs the best plan of a release where it builds something, and leaves what comes of it in the cache for a verification that is about to follow. Of the
 * tarball nothing but its manifest counts, so that one which is still being packed can be stood in for. Gives the digests of the plans that were run.
 * Throws as {@link verify} does.
 */
export async function rebuildAhead(
  spec: string,
  options: Pick<VerifyOptions, 'source' | 'ref' | 'directory' | 'sandbox' | 'fresh'> &
    Required<Pick<RebuildingInput, 'alone' | 'onStep'>>,
  context: Context,
): Promise<ReadonlySet<string>> {
  const found = await findSource(spec, { ...options, rebuild: true }, context);
  const { located } = found;
  if (!located.ok) return new Set();
  try {
    const { rebuildBest } = await import('./rebuilding.js');
    const { sandbox, fresh = false, alone, onStep } = options;
    return await rebuildBest({ ...found, sandbox, fresh, alone, onStep, context }, located);
  } finally {
    await located.repository.close();
  }
}

async function findSource(spec: string, options: VerifyOptions, context: Context) {
  const ecosystem = await ecosystemOf(spec);
  const given = await givenRecipe(options, ecosystem);
  const { resolved } = await resolveWithProvenance(ecosystem, spec, context);
  const recipe = await recipeFor(given, context.config.recipes, resolved.release, ecosystem);
  const located = await locate(resolved.claim, resolved.archive.entries, asked(options, recipe), context);
  return { ecosystem, resolved, recipe, located };
}

const givenRecipe = async ({ recipe }: VerifyOptions, ecosystem: Ecosystem) =>
  recipe === undefined ? null : userRecipe(recipe, ecosystem);

/** A recipe of the user's also says where the package is, unless an option does. */
function asked(options: VerifyOptions, recipe: UsableRecipe | null): VerifyOptions {
  const directory = options.directory ?? recipe?.directory ?? null;
  return directory === null ? options : { ...options, directory };
}

/** Rebuilds where something is left. What does is loaded then: half of all releases need none of it. */
export async function rebuildRest(input: RebuildingInput): Promise<Rebuilds> {
  if (!input.wanted || !input.located.ok || unexplainedEntries(input.accounts).length === 0) {
    return nothingRebuilt(input.accounts);
  }
  if (input.ecosystem.rebuild) return input.ecosystem.rebuild(input, input.located);
  const { rebuildWhileUnexplained } = await import('./rebuilding.js');
  return rebuildWhileUnexplained(input, input.located);
}

/** Says what is new since the release before, where there is something of weight to say it of; most releases need no look at another. */
async function mark(
  ecosystem: Ecosystem,
  resolved: ResolvedRelease,
  located: Located,
  judged: Judged,
  rebuilds: Rebuilds,
  where: VerifyOptions,
  context: Context,
): Promise<Marked> {
  const grave = judged.findings.some(({ severity }) => severity === 'high' || severity === 'medium');
  if (!grave && judged.verdict.unexplained.length === 0)
    return { ...judged, baseline: null, baselineFailure: null };
  const { findBaseline } = await import('./baseline/find.js');
  const found = await findBaseline(ecosystem, resolved, located, where, context);
  return markNew(judged, resolved, rebuilds.run.some(isWhole), found);
}

function resultOf(
  { release, archive }: ResolvedRelease,
  provenance: Provenance | null,
  located: Located,
  rebuilds: Rebuilds,
  { comparison, findings, verdict, baseline, baselineFailure }: Marked,
  started: number,
): Result {
  return {
    schemaVersion: resultSchemaVersion,
    reprove: version,
    verifiedAt: new Date().toISOString(),
    release,
    archive: {
      entries: archive.entries.length,
      bytes: archive.bytes,
      compressedBytes: archive.compressedBytes,
      tarSha256: archive.tarSha256,
      shasum: archive.shasum,
      oddities: archive.oddities,
    },
    source: located.ok ? located.source : null,
    sourceFailure: located.ok ? null : located.failure,
    sourceNotes: located.notes,
    provenance,
    plans: rebuilds.plans,
    rebuilds: rebuilds.run,
    comparison,
    baseline,
    baselineFailure,
    findings,
    verdict,
    seconds: Math.round((performance.now() - started) / 10) / 100,
  };
}

/** `@scope/name` and `1.2.3` as one folder name. */
function folderName({ name, version }: Release): string {
  return `${name}-${version}`.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
}
