import { setMaxListeners } from 'node:events';
import { below } from './compare/pairing.js';
import { compareSource } from './comparing.js';
import type { Config } from './config/schema.js';
import type { Context } from './context.js';
import type { ResolvedRelease } from './ecosystem.js';
import { ecosystemNamed, ecosystemOf } from './ecosystems.js';
import { exitCodes, ReproveError } from './errors.js';
import { resolveWithProvenance } from './resolving.js';
import { type Located, type LocateOptions, locate } from './source/locate.js';
import { version } from './version.js';
import { buildFiles } from './why/build-files.js';
import type { Built } from './why/builder.js';
import { casesBetween, releaseCases, variedCases } from './why/cases.js';
import type { Facts } from './why/cause.js';
import { choosePlan } from './why/choose-plan.js';
import { differing, type Experiments, experiment } from './why/experiments.js';
import { causesFound, explain, noFindings } from './why/findings.js';
import { withOtherPackages } from './why/packages.js';
import { possibilities } from './why/possibilities.js';
import { type WhyResult, whySchemaVersion } from './why/schema.js';
import { explainTarball, levelOf } from './why/tarball.js';
import { type VariationName, variationNames } from './why/variation.js';
import { variations } from './why/variations/index.js';
import { whyVerified } from './why/verified.js';
import type { WorkTree } from './why/work-tree.js';

/** What is asked about: a release, or what a checkout would publish. */
export interface WhyOptions extends LocateOptions {
  sandbox: Config['sandbox']['engine'];
  /** What is varied; all where absent. */
  vary?: readonly VariationName[];
  /** Reads what the checkout has besides its commit, for these entries; null for a release of the registry. */
  workTree: ((directory: string, paths: readonly string[]) => Promise<WorkTree>) | null;
}

/**
 * Finds out why builds of a release differ: from each other, with one thing varied after the other, and from the release. Where its ecosystem tells from one
 * verification why what is left is not made again, nothing is varied. Throws what resolving, git, tools and
 * sandbox throw, and `E_WHY_NO_SOURCE` (exit code 3) where the source is not found.
 *
 * @param spec A release, or the path of a tarball.
 */
export async function why(spec: string, options: WhyOptions, context: Context): Promise<WhyResult> {
  setMaxListeners(0, context.signal);
  const ecosystem = await ecosystemOf(spec);
  const { resolved } = await resolveWithProvenance(ecosystem, spec, context);
  const located = await locate(resolved.claim, resolved.archive.entries, options, context);
  if (!located.ok) throw noSource(resolved, located.failure.message);
  const say = (message: string) =>
    context.progress({ subject: resolved.release.purl, stage: 'rebuild', message });
  try {
    const compared = await compareSource(ecosystem, resolved, located, context);
    const { sandbox } = options;
    const { reasons } = ecosystem;
    if (reasons !== undefined)
      return {
        ...heading(resolved, located, options),
        ...(await whyVerified(
          { ecosystem: { ...ecosystem, reasons }, resolved, located, compared, sandbox },
          context,
        )),
        variations: [],
        failure: null,
      };
    say('building');
    const chosen = await choosePlan({ ecosystem, resolved, located, compared, sandbox, context });
    if ('failed' in chosen) return notBuilt(resolved, located, chosen.failed, options);
    const { plan, builder, first } = chosen;
    try {
      const possible = await possibilities(ecosystem, context);
      const tried = await experiment(
        { plan, first, builder, possible, asked: options.vary ?? variationNames },
        say,
      );
      const files = await buildFiles(located);
      const paths = resolved.archive.entries.map(({ path }) => path);
      const { directory, commitTime } = located.source;
      const workTree = (await options.workTree?.(directory, paths)) ?? null;
      const released = new Map(resolved.archive.entries.map(({ path, sha256 }) => [path, sha256]));
      const packages = await withOtherPackages(
        plan,
        first,
        builder,
        { installed: workTree?.installed ?? [], commitTime, directory, files, released },
        say,
      );
      const facts: Facts = {
        name: resolved.release.name,
        version: resolved.release.version,
        commit: located.tree.commit,
        directory,
        node: plan.tools.find(({ name }) => name === 'node')?.version ?? '',
        tracked: trackedIn(located),
        isSource: ({ path, gitBlob }) => located.tree.files.get(below(directory, path))?.object === gitBlob,
        inHistory: await knownBlobs(resolved, first, located),
        files,
        workTree,
        previous: await entriesBefore(resolved, first, context),
        unpinned: packages.unpinned,
        otherVersions: packages.otherVersions,
        byPackages: packages.byPackages,
      };
      const findings = noFindings();
      for (const one of await variedCases(first, tried)) explain(one, facts, findings);
      if (packages.built !== null)
        for (const one of await casesBetween(
          first,
          packages.built,
          packages.byPackages.keys(),
          'variation',
          [],
        ))
          explain(one, facts, findings);
      for (const one of await releaseCases(resolved, first, compared.options)) explain(one, facts, findings);
      const level = levelOf(resolved, first);
      await explainTarball(level, resolved, first, findings, context);
      const notes = [
        ...(tried.second === null ? ['a second build packed nothing'] : []),
        ...(packages.note === null ? [] : [packages.note]),
        ...[...tried.attribution.together].map(
          ([path]) => `${path} differs when several things are varied at once, and not by one alone`,
        ),
      ];
      const causes = causesFound(findings, facts);
      const { unexplained } = findings;
      const steady = tried.unsteady.size === 0 && tried.attribution.byPath.size === 0;
      const reproducible =
        steady &&
        tried.attribution.failing.length === 0 &&
        causes.every(({ cause }) => cause === 'compression') &&
        unexplained.length === 0;
      return {
        ...heading(resolved, located, options),
        outcome: reproducible ? 'reproducible' : 'unreproducible',
        summary: summaryOf(reproducible, causes.length, unexplained.length, level, options),
        level,
        plan: { digest: plan.digest, summary: plan.summary },
        builds: builder.count(),
        variations: variations.map(({ name, title }) => ({ name, title, ...outcomeOf(name, tried) })),
        causes,
        unexplained,
        notes,
        failure: null,
      };
    } finally {
      await builder.close();
    }
  } finally {
    await located.repository.close();
  }
}

function heading(
  { release }: ResolvedRelease,
  { tree, source }: Extract<Located, { ok: true }>,
  { workTree }: WhyOptions,
) {
  const { name, version: of, integrity } = release;
  const { directory } = source;
  return {
    schemaVersion: whySchemaVersion,
    reprove: version,
    subject: { name, version: of, commit: tree.commit, directory, published: workTree === null, integrity },
  } as const;
}

function notBuilt(
  resolved: ResolvedRelease,
  located: Extract<Located, { ok: true }>,
  failed: { failure: WhyResult['failure'] } | null,
  options: WhyOptions,
): WhyResult {
  const failure = failed?.failure ?? null;
  const because = failure?.because;
  const summary =
    failure === null
      ? 'Nothing in the source says how it is built.'
      : because?.kind === 'network-refused'
        ? `It could not be built: it asks the network (${because.about ?? because.line ?? failure.message}), which no build has.`
        : `It could not be built: ${failure.message}${because?.line ? `: ${because.line}` : ''}.`;
  return {
    ...heading(resolved, located, options),
    outcome: 'not-built',
    summary,
    level: null,
    plan: null,
    builds: 0,
    variations: variations.map(({ name, title }) => ({ name, title, outcome: 'not-tried', note: null })),
    causes: [],
    unexplained: [],
    notes: [],
    failure,
  };
}

function outcomeOf(name: VariationName, { asked, attribution, impossible, limits }: Experiments) {
  if (!asked.includes(name)) return { outcome: 'not-tried' as const, note: null };
  const note = impossible.get(name) ?? limits.get(name) ?? null;
  if (impossible.has(name)) return { outcome: 'impossible' as const, note };
  if (attribution.failing.includes(name)) return { outcome: 'fails' as const, note };
  const differs = [...attribution.byPath.values()].some((names) => names.includes(name));
  return { outcome: differs ? ('differs' as const) : ('same' as const), note };
}

/** Paths of the package's folder that the commit has; a path that ends in a slash is a folder. */
function trackedIn({ tree, source }: Extract<Located, { ok: true }>): (path: string) => boolean {
  return (path) => {
    const at = below(source.directory, path);
    return path.endsWith('/')
      ? [...tree.files.keys()].some((each) => each.startsWith(`${at.replace(/\/$/, '')}/`))
      : tree.files.has(at);
  };
}

/** Which contents of the release that no build has are in the repository all the same. */
async function knownBlobs(
  { archive }: ResolvedRelease,
  first: Built,
  { repository }: Extract<Located, { ok: true }>,
): Promise<Set<string>> {
  const paths = differing({ archive }, first);
  const blobs = archive.entries.flatMap(({ path, gitBlob }) => (paths.has(path) ? [gitBlob] : []));
  return new Set((await repository.readBlobs(blobs, largestBlob)).keys());
}

/** Bytes of a content that is looked for in the history. */
const largestBlob = 8 * 2 ** 20;

/** Digests of the release before by path, where something is in this one alone. */
async function entriesBefore(
  { release, archive, previousVersion }: ResolvedRelease,
  first: Built,
  context: Context,
): Promise<Facts['previous']> {
  const built = new Set(first.archive.entries.map(({ path }) => path));
  if (previousVersion === null || archive.entries.every(({ path }) => built.has(path))) return null;
  const ecosystem = await ecosystemNamed('npm');
  try {
    const before = await ecosystem.resolve(`${release.name}@${previousVersion}`, context);
    return new Map(before.archive.entries.map(({ path, sha256 }) => [path, sha256]));
  } catch (error) {
    if (error instanceof ReproveError) return null;
    throw error;
  }
}

function summaryOf(
  reproducible: boolean,
  causes: number,
  unexplained: number,
  level: NonNullable<WhyResult['level']>,
  { workTree }: WhyOptions,
): string {
  const what = workTree === null ? 'the release' : 'what would be published';
  const words = {
    'bit-identical': `${what} is bit-identical to what the commit builds`,
    'tar-identical': `${what} is the tar stream that the commit builds, with other gzip`,
    'content-identical': `${what} has the files that the commit builds, packed otherwise`,
    different: `${what} has other files than the commit builds`,
  };
  if (reproducible) return `Every build came out the same, and ${words[level]}.`;
  const rest =
    unexplained === 0
      ? ''
      : `, and ${unexplained} ${unexplained === 1 ? 'difference' : 'differences'} that nothing here explains`;
  return `${causes} ${causes === 1 ? 'cause' : 'causes'} found${rest}; ${words[level]}.`;
}

const noSource = ({ release }: ResolvedRelease, message: string): ReproveError =>
  new ReproveError({
    code: 'E_WHY_NO_SOURCE',
    message: `${release.name}@${release.version} can't be built: ${message}`,
    hint: 'Name repository, revision or folder with --source, --ref and --directory.',
    exitCode: exitCodes.inconclusive,
  });
