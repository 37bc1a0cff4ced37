import { type ExitCode, exitCodes, mostImportant } from '../errors.js';
import type { VerdictKind } from '../judge/schema.js';
import type { Decision } from '../policy/decision.js';
import { decideRun, failsByRule, idleWaivers, type RunDecision, type RunPolicy } from './decide-run.js';
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
  /** What the policy makes of it; null where there is none that adds to the verdicts. */
  policy: { failing: RunDecision[]; waived: number; idle: Decision['idle'] } | null;
  exitCode: ExitCode;
}

/**
 * Ends a run of which everything is settled, and says what it came to.
 *
 * @param strict - whether everything that doesn't pass fails the run, and not only what is suspicious, got worse or breaks a rule of the policy.
 */
export async function conclude(
  session: Session,
  run: number,
  strict: boolean,
  policy: RunPolicy | null = null,
): Promise<BatchResult> {
  const verdicts: BatchResult['verdicts'] = {};
  const results = await runResults(session, run);
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const failures = await runFailures(session, run);
  const codes: number[] = failures.map(({ exitCode }) => exitCode);
  const since = await runBefore(session, run);
  const changed = since === null ? [] : await changes(session, since, run);
  const decisions = policy === null ? null : await decideRun(session, run, policy);
  const decided = new Map(decisions?.map((one) => [one.resultId, one.decision]));
  const passed = new Set(decisions?.filter(passes).map(keyOf));
  for (const one of decisions ?? []) if (!passes(one)) passed.delete(keyOf(one));
  // What was not there before has not got worse.
  const isWorse = changed.some(
    (one) =>
      one.kind === 'verdict' && one.direction === 'worse' && one.from !== null && !passed.has(keyOf(one)),
  );
  const ofResults = results.map((one) => codeOf(one.verdict, decided.get(one.resultId), strict));
  const fails = isWorse || codes.includes(exitCodes.failed) || ofResults.includes(exitCodes.failed);
  const exitCode = fails
    ? exitCodes.failed
    : codes.includes(exitCodes.environment)
      ? exitCodes.environment
      : failures.length > 0
        ? mostImportant([exitCodes.inconclusive, ...ofResults])
        : mostImportant([exitCodes.passed, ...ofResults]);
  await endRun(session, run, exitCode);
  const counts = await runCounts(session, run);
  const before = new Set(since === null ? [] : (await runFailures(session, since)).map(failureOf));
  const newlyFailed = failures.filter((failure) => !before.has(failureOf(failure))).length;
  const failed = failures.map(({ exitCode: _, ...failure }) => failure);
  return {
    run,
    since,
    counts,
    verdicts,
    failed,
    newlyFailed,
    changes: changed,
    policy: told(decisions),
    exitCode,
  };
}

const passes = ({ decision }: RunDecision) => decision.outcome === 'pass';
const keyOf = ({ name, version }: { name: string; version: string }) => JSON.stringify([name, version]);

/** What one result adds to the exit code of its run. */
function codeOf(verdict: VerdictKind, decision: Decision | undefined, strict: boolean): ExitCode {
  if (decision !== undefined) {
    const counts = strict || verdict === 'suspicious' || failsByRule(decision);
    return counts ? decision.exitCode : exitCodes.passed;
  }
  if (verdict === 'suspicious' || (strict && verdict === 'differs')) return exitCodes.failed;
  return strict && verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.passed;
}

function told(decisions: readonly RunDecision[] | null): BatchResult['policy'] {
  if (decisions === null) return null;
  return {
    failing: decisions.filter(({ decision }) => decision.outcome === 'fail'),
    waived: decisions.filter(({ decision }) => decision.outcome === 'pass' && decision.waived.length > 0)
      .length,
    idle: idleWaivers(decisions),
  };
}

/** What makes two failures the same: messages may hold times and addresses. */
const failureOf = ({ name, version, code }: { name: string; version: string; code: string }) =>
  JSON.stringify([name, version, code]);
