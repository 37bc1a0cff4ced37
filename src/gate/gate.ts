import { readContents } from '../archive/contents.js';
import type { ArchiveForm } from '../archive/form.js';
import { readArchive } from '../archive/read.js';
import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, mostImportant } from '../errors.js';
import type { Finding } from '../judge/schema.js';
import { beforePublication } from '../policy/before-publication.js';
import { decide } from '../policy/decide.js';
import type { Decision } from '../policy/decision.js';
import { reaches, weighed } from '../policy/severity.js';
import { waivingOf } from '../policy/waiving.js';
import type { Result } from '../result.js';
import { type VerifyOptions, verify } from '../verify.js';
import { version } from '../version.js';
import type { Candidate, GateRules } from './check.js';
import type { Checkout } from './checkout.js';
import { checks } from './checks/index.js';
import { mappedTo, sourceIn } from './own-source.js';
import { type GatedPackage, type GateResult, gateSchemaVersion } from './schema.js';
import { tagsOf } from './tags-of.js';

/** A package and the tarball of it that is about to be published. */
export interface Taken {
  package: Pick<Candidate, 'name' | 'version' | 'directory' | 'repository' | 'manifestFile'>;
  /** Path of a file of this machine. */
  tarball: string;
  /** What it is read as; absent for what package managers install. */
  form?: ArchiveForm;
  published: Candidate['published'];
  lockfile: Candidate['lockfile'];
  /** What was found while it was taken. */
  findings: readonly Finding[];
  /** What is being rebuilt for it already. */
  ahead?: VerifyOptions['ahead'];
}

/** How a gate is held. */
export interface GateOptions {
  stage: 'before' | 'staged';
  rules: GateRules;
  sandbox: VerifyOptions['sandbox'];
  fresh: boolean;
  /** Leaves a gated tarball where the caller wants it; gives its name there. */
  keep(taken: Taken): Promise<string | null>;
}

/** Bytes of contents that checks see, of one file and of all. */
const contentBytes = { one: 2 ** 20, all: 64 * 2 ** 20 };

/**
 * Holds what is about to be published against the commit that is checked out: each tarball is verified as `verify` does, with this checkout for the
 * repository that it states and with nothing of its working tree, and then held to every check. Throws what `verify` throws.
 */
export async function gate(
  checkout: Checkout,
  all: readonly Taken[],
  options: GateOptions,
  context: Context,
): Promise<GateResult> {
  const packages: GatedPackage[] = [];
  for (const taken of all) packages.push(await gateOne(checkout, taken, options, context));
  return concluded(checkout, options.stage, packages, notesOn(checkout));
}

/** The whole of what a gate found. */
export function concluded(
  { commit, branch, shallow }: Pick<Checkout, 'commit' | 'branch' | 'shallow'>,
  stage: GateResult['stage'],
  packages: GatedPackage[],
  notes: string[],
): GateResult {
  const code = mostImportant(packages.map((one) => one.exitCode as ExitCode));
  return {
    schemaVersion: gateSchemaVersion,
    reprove: version,
    gatedAt: new Date().toISOString(),
    stage,
    commit,
    branch,
    shallow,
    packages,
    notes,
    passed: code === exitCodes.passed,
    exitCode: code,
  };
}

/** Whether a finding of the gate stops a release. */
export const stops = ({ severity }: Pick<Finding, 'severity'>): boolean =>
  severity === 'high' || severity === 'medium';

async function gateOne(
  checkout: Checkout,
  taken: Taken,
  { rules, sandbox, fresh, keep }: GateOptions,
  context: Context,
): Promise<GatedPackage> {
  const { name, version, directory } = taken.package;
  const { archive } = await readArchive(taken.tarball, {
    limits: context.config.archive,
    form: taken.form,
    signal: context.signal,
  });
  const candidate = await candidateOf(checkout, taken, archive, context);
  // Looked at first, and cheap: who is told of them can mend them while the rebuild runs.
  const own: Finding[] = [...taken.findings];
  for (const check of checks) own.push(...(await check.find({ checkout, candidate, rules })));
  for (const { title, message, severity } of own.filter(stops))
    context.progress({
      subject: `${name}@${version}`,
      stage: 'resolve',
      message: `${severity}: ${title}: ${message}`,
    });
  const found = await verify(
    taken.tarball,
    { ...sourceIn(checkout, taken.package), rebuild: true, sandbox, fresh, ahead: taken.ahead },
    {
      ...context,
      config: mappedTo(checkout, taken.package, context.config),
    },
  );
  const result = withFindings(found, own);
  const decision = decided(result, own, context.config);
  return {
    name,
    version,
    directory,
    integrity: archive.integrity,
    shasum: archive.shasum,
    tarball: await keep(taken),
    tag:
      tagsOf(candidate, checkout.tags, rules.tagName).find(({ commit }) => commit === checkout.commit)?.tag ??
      null,
    result,
    decision,
    findings: own,
    passed: decision.outcome === 'pass',
    exitCode: decision.exitCode,
    reasons: decision.reasons.flatMap(({ passes, message }) => (passes ? [] : [message])),
  };
}

/** What the policy makes of the result, and what the gate's own findings add: they stop a release unless they are waived, or lowered with a reason. */
function decided(result: Result, own: readonly Finding[], config: Config): Decision {
  const now = new Date();
  const isPublished = result.release.publishedIntegrity !== null;
  const decision = decide(result, isPublished ? config : beforePublication(config), now);
  const waiving = waivingOf(result, config.waivers, now.getTime());
  const stopping = own.filter(
    (finding) =>
      reaches(weighed(finding, result.release, config.policy.signals).severity, 'medium') &&
      !waiving.coversFinding(finding),
  );
  const told = new Set(decision.reasons.map(({ message }) => message));
  const added = stopping.flatMap(({ signal, message }) =>
    told.has(message) ? [] : [{ passes: false, rule: signal, message }],
  );
  if (added.length === 0) return decision;
  return {
    ...decision,
    outcome: 'fail',
    exitCode: mostImportant([decision.exitCode, exitCodes.failed]),
    reasons: [...added, ...decision.reasons],
  };
}

async function candidateOf(
  checkout: Checkout,
  {
    package: { name, version, directory, repository, manifestFile },
    tarball,
    form,
    published,
    lockfile,
  }: Taken,
  { entries: all, integrity }: Awaited<ReturnType<typeof readArchive>>['archive'],
  { config, signal }: Context,
): Promise<Candidate> {
  const committed = manifestFile === null ? await checkout.files() : null;
  const entries = committed === null ? all : all.filter(({ path }) => !committed.has(path));
  const contents = await readContents(tarball, new Set(entries.map(({ path }) => path)), {
    limits: config.archive,
    form,
    entryBytes: contentBytes.one,
    totalBytes: contentBytes.all,
    signal,
  });
  const told = { name, version, directory, repository, manifestFile };
  return { ...told, entries, contents, published, integrity, lockfile };
}

/** Every report of a result shows what the gate found too. */
function withFindings(result: Result, findings: readonly Finding[]): Result {
  return { ...result, findings: [...findings, ...result.findings] };
}

function notesOn({ shallow, remote }: Checkout): string[] {
  return [
    ...(shallow
      ? [
          'the clone is shallow: builds that ask git for history or tags come out otherwise; clone with the whole history (fetch-depth: 0)',
        ]
      : []),
    ...(remote === null ? ['the checkout has no remote: whether the commit is pushed can not be told'] : []),
  ];
}
