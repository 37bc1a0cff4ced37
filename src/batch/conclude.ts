import { type ExitCode, exitCodes } from '../errors.js';
import type { VerdictKind } from '../judge/schema.js';
import { type Change, changes } from './store/changes.js';
import { runBefore, runFailures, runResults } from './store/run-list.js';
import { endRun, type RunCounts, runCounts } from './store/runs.js';
import type { Session } from './store/session.js';

/** What a run came to. */
export interface BatchResult {
  run: number;
  /** The run that it was compared with. */
  since: number | null;
  counts: RunCounts;
  verdicts: Partial<Record<VerdictKind, number>>;
  failed: { name: string; version: string; code: string; message: string }[];
  /** How many of these had not failed so in the run before. */
  newlyFailed: number;
  changes: Change[];
  exitCode: ExitCode;
}

/**
 * Ends a run of which everything is settled, and says what it came to.
 *
 * @param strict - whether everything that doesn't pass fails the run, and not only what is suspicious or got worse.
 */
export async function conclude(session: Session, run: number, strict: boolean): Promise<BatchResult> {
  const verdicts: BatchResult['verdicts'] = {};
  for (const { verdict } of await runResults(session, run)) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const failures = await runFailures(session, run);
  const codes: number[] = failures.map(({ exitCode }) => exitCode);
  const since = await runBefore(session, run);
  const changed = since === null ? [] : await changes(session, since, run);
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
      : failures.length > 0 || (strict && inconclusive > 0)
        ? exitCodes.inconclusive
        : exitCodes.passed;
  await endRun(session, run, exitCode);
  const counts = await runCounts(session, run);
  const before = new Set(since === null ? [] : (await runFailures(session, since)).map(failureOf));
  const newlyFailed = failures.filter((failure) => !before.has(failureOf(failure))).length;
  const failed = failures.map(({ exitCode: _, ...failure }) => failure);
  return { run, since, counts, verdicts, failed, newlyFailed, changes: changed, exitCode };
}

/** What makes two failures the same: messages may hold times and addresses. */
const failureOf = ({ name, version, code }: { name: string; version: string; code: string }) =>
  JSON.stringify([name, version, code]);
