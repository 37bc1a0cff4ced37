import pLimit from 'p-limit';
import { type ExitCode, exitCodes } from '../errors.js';
import type { VerdictKind } from '../judge/schema.js';
import type { Result } from '../result.js';
import { jobsOf } from './dependencies.js';
import { isPinned } from './pin.js';
import { type Change, changes } from './store/changes.js';
import { currentResults } from './store/current.js';
import type { Store } from './store/open.js';
import { keepResult, recordResult } from './store/record.js';
import { runBefore, runResults } from './store/run-list.js';
import {
  endRun,
  type JobKey,
  type RunCounts,
  type RunDependency,
  runCounts,
  type Settlement,
  settle,
  settleReused,
  startRun,
} from './store/runs.js';

/** What one verification came to: a result, or the error that it ended with. */
export type Verified = { result: Result } | { error: { code: string; message: string; exitCode: ExitCode } };

/** What a batch is of, and how it is done. */
export interface Batch {
  /** Names of the inputs, as runs are listed by. */
  inputs: string;
  dependencies: readonly RunDependency[];
  /** Version of the rules. */
  rules: string;
  concurrency: number;
  /** Whether everything that doesn't pass fails the run, and not only what is suspicious or got worse. */
  strict: boolean;
  /** Verifies `name@version`. Throws for an interruption only. */
  verify(spec: string): Promise<Verified>;
  /** Told of each release, in the order in which they are done. */
  done(job: JobKey, ending: Ending, at: { done: number; of: number }): void;
}

/** How one release ended, for people. */
export type Ending = { verdict: VerdictKind; reused: boolean } | { code: string; message: string };

/** What a batch came to. */
export interface BatchResult {
  run: number;
  /** The run that it was compared with. */
  since: number | null;
  counts: RunCounts;
  verdicts: Partial<Record<VerdictKind, number>>;
  failed: { name: string; version: string; code: string; message: string }[];
  changes: Change[];
  exitCode: ExitCode;
}

/** The registry serves another tarball than the lockfile pins; or it can't be known. */
const otherTarball = 'E_OTHER_TARBALL';

/**
 * Verifies what is not known yet of a run's dependencies, stores each result as it comes, and says what the run came to. Interrupted, nothing
 * that was stored is lost: the next run takes it over.
 */
export async function runBatch(store: Store, batch: Batch): Promise<BatchResult> {
  const { inputs, rules, dependencies } = batch;
  const run = await store.transaction((session) => startRun(session, { inputs, rules, dependencies }));
  const jobs = jobsOf(dependencies);
  const known = await currentResults(store, jobs, rules);
  await settleReused(store, run, known);
  const keyOf = ({ name, version, integrity }: JobKey) => JSON.stringify([name, version, integrity]);
  const isKnown = new Set(known.map(keyOf));
  const progress = { done: 0, of: jobs.length };
  for (const one of known) {
    progress.done += 1;
    batch.done(one, { verdict: one.verdict as VerdictKind, reused: true }, progress);
  }
  const failed: BatchResult['failed'] = [];
  const codes: ExitCode[] = [];
  const limit = pLimit(batch.concurrency);
  const work = jobs
    .filter((job) => !isKnown.has(keyOf(job)))
    .map((job) =>
      limit(async () => {
        const { ending, exitCode } = await workOn(store, batch, job);
        if ('code' in ending) failed.push({ name: job.name, version: job.version, ...ending });
        codes.push(exitCode);
        progress.done += 1;
        batch.done(job, ending, progress);
      }),
    );
  try {
    await Promise.all(work);
  } finally {
    limit.clearQueue();
  }
  return conclude(store, batch, run, { failed, codes });
}

async function workOn(
  store: Store,
  { verify, rules }: Batch,
  job: JobKey,
): Promise<{ ending: Ending; exitCode: ExitCode }> {
  const verified = await verify(`${job.name}@${job.version}`);
  const error = 'error' in verified ? verified.error : faultOf(job, verified.result);
  if (error !== null) {
    const { code, message, exitCode } = error;
    await settle(store, job, { state: 'failed', code, message });
    return { ending: { code, message }, exitCode };
  }
  const { result } = verified as { result: Result };
  const kept = await keepResult(store.blobs, result);
  await store.transaction(async (session) => {
    const { id } = await recordResult(session, kept, { rules });
    const settlement: Settlement = { state: 'verified', resultId: id, reused: false };
    await settle(session, job, settlement);
  });
  return { ending: { verdict: result.verdict.kind, reused: false }, exitCode: exitCodes.passed };
}

/** Why a result is not of the tarball that the lockfile pins; null when it is, or when nothing is pinned. */
function faultOf({ name, version, integrity }: JobKey, { archive, release }: Result) {
  if (integrity === null) return null;
  const pinned = isPinned(integrity, { integrity: release.integrity, shasum: archive.shasum });
  if (pinned === true) return null;
  const what = `${name}@${version}`;
  const message =
    pinned === false
      ? `the registry serves another tarball of ${what} than the lockfile pins: ${release.integrity}, not ${integrity}`
      : `whether the registry serves the tarball of ${what} that the lockfile pins can't be told: ${integrity}`;
  return { code: otherTarball, message, exitCode: exitCodes.failed };
}

async function conclude(
  store: Store,
  { strict }: Batch,
  run: number,
  { failed, codes }: { failed: BatchResult['failed']; codes: readonly ExitCode[] },
): Promise<BatchResult> {
  const verdicts: BatchResult['verdicts'] = {};
  for (const { verdict } of await runResults(store, run)) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const since = await runBefore(store, run);
  const changed = since === null ? [] : await changes(store, since, run);
  // What was not there before has not got worse.
  const isWorse = changed.some(
    (one) => one.kind === 'verdict' && one.direction === 'worse' && one.from !== null,
  );
  const { suspicious = 0, differs = 0, inconclusive = 0 } = verdicts;
  const fails = suspicious > 0 || isWorse || codes.includes(exitCodes.failed) || (strict && differs > 0);
  const exitCode = fails
    ? exitCodes.failed
    : codes.includes(exitCodes.environment)
      ? exitCodes.environment
      : failed.length > 0 || (strict && inconclusive > 0)
        ? exitCodes.inconclusive
        : exitCodes.passed;
  await endRun(store, run, exitCode);
  const counts = await runCounts(store, run);
  return { run, since, counts, verdicts, failed, changes: changed, exitCode };
}
