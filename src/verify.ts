import { setMaxListeners } from 'node:events';
import { join, posix } from 'node:path';
import { readContents } from './archive/contents.js';
import type { Entry } from './archive/schema.js';
import { type Accounts, openAccounts, unexplainedEntries } from './compare/accounts.js';
import { type CompareOptions, compareWithSource } from './compare/compare.js';
import type { ReadRelease } from './compare/contents.js';
import { readCounterparts } from './compare/counterparts.js';
import { describeComparison } from './compare/describe.js';
import { defaultCompareLimits } from './compare/limits.js';
import { loadedByCode } from './compare/loaded-by-code.js';
import { loadedInSource } from './compare/loaded-in-source.js';
import { generalNormalizers } from './compare/normalizers/index.js';
import type { Reference } from './compare/reference.js';
import type { Comparison } from './compare/schema.js';
import { sourceVersion } from './compare/source-version.js';
import type { Config } from './config/schema.js';
import type { Context, ProgressEvent } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import { contentsToJudge, counterpartBytes, counterpartsToJudge, judgedBytes } from './judge/contents.js';
import { judge } from './judge/judge.js';
import { keepTree } from './keep.js';
import { npm } from './npm/index.js';
import type { RebuildingInput, Rebuilds } from './rebuilding.js';
import { recipeFor, type UsableRecipe, userRecipe } from './recipe.js';
import type { Release } from './release.js';
import { type Result, resultSchemaVersion } from './result.js';
import type { Plan } from './sandbox/schema.js';
import { type Located, locate } from './source/locate.js';
import type { Source, SourceFailure } from './source/schema.js';
import { sourceReference } from './source/source-reference.js';
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
  /** Folder to leave plans, logs and trees in. */
  keep?: string;
}

/**
 * Verifies one release: resolve → locate → compare with source → plan → rebuild → compare → judge. What can be expected to go
 * wrong (no source, no revision, a build that fails) is part of the result.
 *
 * @param spec `name`, `name@version`, `name@tag`, a purl, or a path to a tarball.
 * @throws {ReproveError} for wrong usage and for what this machine lacks, with the exit code to use; the signal's reason when aborted.
 */
export async function verify(spec: string, options: VerifyOptions, context: Context): Promise<Result> {
  const started = performance.now();
  // Each request and process listens to it; node would warn of a leak at the eleventh.
  setMaxListeners(0, context.signal);
  const ecosystem: Ecosystem = npm;
  const given = await givenRecipe(options, ecosystem);
  const resolved = await ecosystem.resolve(spec, context);
  const recipe = await recipeFor(given, context.config.recipes, resolved.release, ecosystem);
  const kept = options.keep && join(options.keep, folderName(resolved.release));
  if (kept) await keepTree(resolved.tarball, resolved.archive, join(kept, 'release'), context.config.archive);
  const located = await locate(resolved.claim, resolved.archive.entries, asked(options, recipe), context);
  try {
    const compared = await compareSource(ecosystem, resolved, located, context);
    const rebuilds = await rebuild({
      ecosystem,
      resolved,
      located,
      accounts: compared.accounts,
      compareOptions: compared.options,
      recipe,
      wanted: options.rebuild,
      sandbox: options.sandbox,
      fresh: options.fresh ?? false,
      keep: kept ?? null,
      context,
    });
    try {
      return await conclude(ecosystem, resolved, located, compared, rebuilds, started, context);
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
  const ecosystem: Ecosystem = npm;
  const given = await givenRecipe(options, ecosystem);
  const { release, claim, archive } = await ecosystem.resolve(spec, context);
  const recipe = await recipeFor(given, context.config.recipes, release, ecosystem);
  const located = await locate(claim, archive.entries, asked(options, recipe), context);
  if (!located.ok) return { release, source: null, failure: located.failure, plans: [] };
  try {
    const { planSource } = await import('./planning.js');
    const { plans } = await planSource(ecosystem, release, located, context, recipe);
    return { release, source: located.source, failure: null, plans };
  } finally {
    await located.repository.close();
  }
}

const givenRecipe = async ({ recipe }: VerifyOptions, ecosystem: Ecosystem) =>
  recipe === undefined ? null : userRecipe(recipe, ecosystem);

/** A recipe of the user's also says where the package is, unless an option does. */
function asked(options: VerifyOptions, recipe: UsableRecipe | null): VerifyOptions {
  const directory = options.directory ?? recipe?.directory ?? null;
  return directory === null ? options : { ...options, directory };
}

/** Loaded when something is left to rebuild: half of all releases need none of it. */
async function rebuild(input: RebuildingInput): Promise<Rebuilds> {
  if (!input.wanted || !input.located.ok || unexplainedEntries(input.accounts).length === 0) {
    return {
      plans: [],
      run: [],
      accounts: input.accounts,
      references: [],
      obstacle: null,
      close: async () => {},
    };
  }
  const { rebuildWhileUnexplained } = await import('./rebuilding.js');
  return rebuildWhileUnexplained(input, input.located);
}

/** A release that was compared with its source. */
interface Compared {
  accounts: Accounts;
  /** Everything compared with so far; the source first. */
  references: Reference[];
  options: CompareOptions;
  /** Tells the user what is going on. */
  say: (event: Omit<ProgressEvent, 'subject'>) => void;
}

async function compareSource(
  ecosystem: Ecosystem,
  resolved: ResolvedRelease,
  located: Located,
  context: Context,
): Promise<Compared> {
  const { release, archive, tarball, claim } = resolved;
  const say: Compared['say'] = (event) => context.progress({ subject: release.purl, ...event });
  const readRelease: ReadRelease = (paths) =>
    readContents(tarball, paths, {
      limits: context.config.archive,
      entryBytes: Math.max(defaultCompareLimits.fileBytes, judgedBytes.file),
      totalBytes: 2 * judgedBytes.all,
      signal: context.signal,
    });
  const source = located.ok ? sourceReference(located.repository, located.tree) : null;
  const options: CompareOptions = {
    readRelease,
    normalizers: [...generalNormalizers, ...ecosystem.normalizers],
    proven: {
      name: release.name,
      version: release.version,
      sourceVersion:
        source && located.ok ? await sourceVersion(source, located.source.directory, claim) : null,
      commit: located.ok ? located.source.commit : null,
      commitTime: located.ok ? located.source.commitTime : null,
      publishedAt: release.publishedAt,
    },
  };
  const open: Compared = { accounts: openAccounts(archive.entries), references: [], options, say };
  if (!located.ok || source === null) return open;
  say({
    stage: 'compare',
    message: `comparing ${archive.entries.length} entries with ${located.source.commit.slice(0, 12)}`,
  });
  const entryPointsOf = (entries: readonly Entry[]) => ecosystem.entryPoints(resolved.manifest, entries);
  const { directory } = located.source;
  const entryPoints = entryPointsOf(archive.entries);
  const byCode = await loadedByCode(entryPoints, archive.entries, source, directory, readRelease);
  const leftOut = await leftOutBySource(ecosystem, source, directory, byCode);
  const loaded = [
    ...loadedInSource(entryPointsOf, archive.entries, source, directory),
    ...byCode.filter((path) => !leftOut(path)),
  ];
  const accounts = await compareWithSource(open.accounts, source, directory, loaded, options);
  return { ...open, accounts, references: [source] };
}

/** Code may load what its own package never ships, such as tests. */
async function leftOutBySource(
  { packing }: Ecosystem,
  source: Reference,
  directory: string,
  asked: readonly string[],
): Promise<(path: string) => boolean> {
  if (asked.length === 0) return () => false;
  const places = new Map(packing.files.map((name) => [posix.join(directory, name), name]));
  const contents = await source.read(places.keys(), judgedBytes.file);
  return packing.leavesOut(new Map([...contents].map(([path, bytes]) => [places.get(path)!, bytes])));
}

async function conclude(
  ecosystem: Ecosystem,
  resolved: ResolvedRelease,
  located: Located,
  compared: Compared,
  rebuilds: Rebuilds,
  started: number,
  context: Context,
): Promise<Result> {
  const { release, archive, claim } = resolved;
  const { say, options } = compared;
  const accounts = rebuilds.accounts;
  const references = [...compared.references, ...rebuilds.references];
  say({ stage: 'judge', message: `${unexplainedEntries(accounts).length} entries without evidence` });
  const comparison: Comparison | null = located.ok
    ? await describeComparison(accounts, references, options.readRelease)
    : null;
  const contents: ReadonlyMap<string, Buffer> =
    comparison === null
      ? new Map()
      : await options.readRelease(contentsToJudge(comparison, claim.manifestFile));
  const { findings, verdict } = judge({
    release,
    archive,
    comparison,
    entryPoints: ecosystem.entryPoints(resolved.manifest, archive.entries, contents),
    source: located.ok ? located.source : null,
    sourceFailure: located.ok ? null : located.failure,
    sourceNotes: located.notes,
    rebuilds: rebuilds.run,
    obstacle: rebuilds.obstacle,
    contents,
    counterparts:
      comparison === null
        ? new Map()
        : await readCounterparts(
            accounts,
            references,
            counterpartsToJudge(comparison, claim.manifestFile),
            counterpartBytes,
          ),
    manifestFile: claim.manifestFile,
    manifest: {
      release: resolved.manifest,
      reference: await counterpartOfManifest(accounts, references, claim.manifestFile),
    },
    findings: resolved.findings,
    signals: ecosystem.signals,
  });
  context.signal.throwIfAborted();
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
      oddities: archive.oddities,
    },
    source: located.ok ? located.source : null,
    sourceFailure: located.ok ? null : located.failure,
    sourceNotes: located.notes,
    plans: rebuilds.plans,
    rebuilds: rebuilds.run,
    comparison,
    findings,
    verdict,
    seconds: Math.round((performance.now() - started) / 10) / 100,
  };
}

async function counterpartOfManifest(
  accounts: Accounts,
  references: readonly Reference[],
  path: string,
): Promise<Buffer | null> {
  const limits = { file: judgedBytes.file, all: judgedBytes.file };
  return (await readCounterparts(accounts, references, new Set([path]), limits)).get(path) ?? null;
}

/** `@scope/name` and `1.2.3` as one folder name. */
function folderName({ name, version }: Release): string {
  return `${name}-${version}`.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
}
