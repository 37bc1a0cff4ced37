import { idleWaivers, ofNothing, type RunDecision } from '../../batch/decide-run.js';
import { newestResults } from '../../batch/store/newest-results.js';
import type { Store } from '../../batch/store/open.js';
import { runBlobs, runExists } from '../../batch/store/run-list.js';
import { storedResult } from '../../batch/store/stored-result.js';
import { loadConfig } from '../../config/load.js';
import { cachePlace } from '../../config/places.js';
import type { Config } from '../../config/schema.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import type { Decision } from '../../policy/decision.js';
import { policyTestLines } from '../../report/store/policy-test.js';
import { type Decider, decider } from '../decider.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';

/** `reprove policy test`'s options as commander hands them over. */
export interface PolicyTestOptions extends StoreCommandOptions {
  config?: string;
  /** File with the policy to compare with. */
  against?: string;
  run?: number;
  /** Day, or a time in ISO 8601. */
  since?: string;
}

/** A stored result, decided twice. */
interface Decided extends RunDecision {
  before: Decision;
}

/** Says what the policy would have made of stored results, and where that is another thing than their verdicts alone, or another policy, do. */
export async function runPolicyTest(options: PolicyTestOptions, session: Session): Promise<ExitCode> {
  const { io } = session;
  const asking = { cache: cachePlace(undefined, io), offline: false };
  const loaded = await loadConfig(options.config, io);
  const decide = await decider(loaded, asking, session);
  const before = await decider(
    options.against === undefined
      ? { ...loaded, config: verdictsAlone(loaded.config) }
      : await loadConfig(options.against, io),
    asking,
    session,
  );
  return withStore(options, session, async (store) => {
    const decided = await decideStored(store, options, { decide, before }, session);
    const failing = decided.filter(({ decision }) => decision.outcome === 'fail');
    const changed = decided.filter((one) => one.decision.exitCode !== one.before.exitCode);
    const told = {
      results: decided.length,
      failing: failing.map(({ before: _, ...one }) => one),
      changed: changed.map(({ before: { exitCode }, ...one }) => ({ ...one, before: exitCode })),
      idle: idleWaivers(decided),
    };
    show(options, session, told, () => policyTestLines(told));
    return failing.length > 0 ? exitCodes.failed : exitCodes.passed;
  });
}

/** The same configuration without any policy: what the exit codes are that docs/verdicts.md has. */
const verdictsAlone = (config: Config): Config => ({
  ...config,
  policy: { inert: 'pass', rules: [], signals: [] },
  waivers: [],
});

async function decideStored(
  store: Store,
  { run, since }: PolicyTestOptions,
  deciders: { decide: Decider; before: Decider },
  { signal }: Session,
): Promise<Decided[]> {
  if (run !== undefined && !(await runExists(store, run)))
    throw new CommandError(`there is no run ${run}`, 'See `reprove runs` for those that there are.');
  const places = run === undefined ? await newestResults(store, timeOf(since)) : await runBlobs(store, run);
  const now = new Date();
  const decided: Decided[] = [];
  for (const { blob, resultId, name, version } of places) {
    signal.throwIfAborted();
    const result = await storedResult(store.blobs, blob);
    const of = async (decide: Decider) => (result === null ? ofNothing(now) : decide(result));
    const [decision, before] = [await of(deciders.decide), await of(deciders.before)];
    decided.push({ name, version, resultId, decision, before });
  }
  return decided;
}

function timeOf(since: string | undefined): Date | null {
  if (since === undefined) return null;
  const time = new Date(since);
  if (/^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(time.getTime())) return time;
  throw new CommandError(`--since ${since} is no day`, 'Give one such as 2026-11-01.');
}
