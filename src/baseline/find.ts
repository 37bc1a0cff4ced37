import { setMaxListeners } from 'node:events';
import { compareSource } from '../comparing.js';
import type { Context } from '../context.js';
import type { Ecosystem, ResolvedRelease } from '../ecosystem.js';
import { ReproveError } from '../errors.js';
import { judgeRelease } from '../judging.js';
import { nothingRebuilt } from '../nothing-rebuilt.js';
import { resolveWithProvenance } from '../resolving.js';
import { parseAddress, sameRepository } from '../source/address.js';
import { type Located, type LocateOptions, locate } from '../source/locate.js';
import type { FoundBaseline } from './mark.js';
import type { BaselineFailure } from './schema.js';

/** What a look at the release before may cost: it only adds to a verdict that stands. */
const limits = { seconds: 60, bytes: 64 * 2 ** 20, entries: 10_000 } as const;

/**
 * Compares the release before with its source, in the repository of this one and without a rebuild, for what was found then. Whatever
 * keeps it from being done is a value; throws the reason of an aborted signal only.
 *
 * @param options What the user said about this release's source; the revision does not hold for another release.
 */
export async function findBaseline(
  ecosystem: Ecosystem,
  resolved: ResolvedRelease,
  located: Located,
  { source, directory }: LocateOptions,
  context: Context,
): Promise<FoundBaseline> {
  const { release, previousVersion, claim } = resolved;
  if (!located.ok) return none('no-source', 'this release has no source in which both could be looked for');
  if (previousVersion === null)
    return none('no-earlier-release', `the registry has no earlier release of ${release.name}`);
  const options = { ...(source === undefined ? {} : { source }), ...(directory ? { directory } : {}) };
  context.progress({
    subject: release.purl,
    stage: 'judge',
    message: `comparing ${previousVersion}, the release before, with its source`,
  });
  const timeUp = AbortSignal.timeout(limits.seconds * 1_000);
  const bounded = boundedContext(context, timeUp, previousVersion, release.purl);
  try {
    const previous = await resolveWithProvenance(ecosystem, `${release.name}@${previousVersion}`, bounded);
    const stated = previous.resolved.claim.repository;
    if (source === undefined && !namesSame(stated, claim.repository))
      return none('other-repository', `${previousVersion} states ${stated ?? 'none'} as its repository`);
    return await compareAlone(ecosystem, previous, options, bounded);
  } catch (cause) {
    context.signal.throwIfAborted();
    if (timeUp.aborted)
      return none('too-slow', `comparing ${previousVersion} with its source took over ${limits.seconds} s`);
    return failureOf(cause, previousVersion);
  }
}

/** The cheap half of a verification. */
async function compareAlone(
  ecosystem: Ecosystem,
  { resolved, provenance }: Awaited<ReturnType<typeof resolveWithProvenance>>,
  options: LocateOptions,
  context: Context,
): Promise<FoundBaseline> {
  const { release, claim, archive } = resolved;
  const located = await locate(claim, archive.entries, options, context);
  if (!located.ok) return none('no-revision', located.failure.message);
  try {
    const compared = await compareSource(ecosystem, resolved, located, context);
    const rebuilds = nothingRebuilt(compared.accounts);
    const learnt = { ecosystem, resolved, provenance, located, compared, rebuilds };
    const { findings } = await judgeRelease(learnt, context);
    const { purl, version, integrity } = release;
    const baseline = { purl, version, integrity, commit: located.source.commit, findings: findings.length };
    return { ok: true, baseline, entries: archive.entries, findings };
  } finally {
    await located.repository.close();
  }
}

/** The same context with less patience, whose progress is a detail of the release under verification. */
function boundedContext(context: Context, timeUp: AbortSignal, version: string, purl: string): Context {
  const { archive } = context.config;
  const signal = AbortSignal.any([context.signal, timeUp]);
  setMaxListeners(0, signal);
  return {
    ...context,
    config: {
      ...context.config,
      archive: {
        ...archive,
        bytes: Math.min(archive.bytes, limits.bytes),
        entries: Math.min(archive.entries, limits.entries),
      },
    },
    signal,
    progress: ({ message }) =>
      context.progress({ subject: purl, stage: 'judge', message: `${version}: ${message}`, detail: true }),
  };
}

/** Whether two releases state the same repository, in whatever form. */
function namesSame(a: string | null, b: string | null): boolean {
  const [one, other] = [a, b].map((text) => {
    const address = text === null ? null : parseAddress(text, 'release');
    return address?.kind === 'address' ? address.url : null;
  });
  return one != null && other != null && sameRepository(one, other);
}

function failureOf(cause: unknown, version: string): FoundBaseline {
  const code = cause instanceof ReproveError ? cause.code : '';
  const reason = code.startsWith('E_ARCHIVE_TOO_') ? 'too-large' : 'unavailable';
  return none(reason, `${version}: ${cause instanceof Error ? cause.message : String(cause)}`);
}

const none = (reason: BaselineFailure['reason'], message: string): FoundBaseline => ({
  ok: false,
  failure: { reason, message: message.split('\n')[0]!.slice(0, 300) },
});
