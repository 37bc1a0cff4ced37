import { exitCodes } from '../errors.js';
import type { DecidingConfig } from '../policy/check.js';
import { decide } from '../policy/decide.js';
import type { Decision } from '../policy/decision.js';
import { isUsual } from '../policy/is-usual.js';
import type { Result } from '../result.js';
import type { Blobs } from './store/blobs.js';
import { runBlobs } from './store/run-list.js';
import type { Session } from './store/session.js';
import { storedResult } from './store/stored-result.js';

/** What a run is held to, besides its verdicts. */
export interface RunPolicy {
  config: DecidingConfig;
  /** Decides by it, where more than the configuration has a say; as of now. */
  decide?: (result: Result) => Promise<Decision>;
  blobs: Blobs;
}

/** What the policy makes of a result of a run. */
export interface RunDecision {
  name: string;
  version: string;
  resultId: number;
  decision: Decision;
}

/**
 * Holds the results of a run against a policy, of today; null where it has none, and no result need be read. A result whose text is gone
 * holds to nothing.
 */
export async function decideRun(
  session: Session,
  run: number,
  { config, decide: decideOne, blobs }: RunPolicy,
): Promise<RunDecision[] | null> {
  if (isUsual(config)) return null;
  const decisions: RunDecision[] = [];
  const now = new Date();
  for (const { blob, ...which } of await runBlobs(session, run)) {
    const result = await storedResult(blobs, blob);
    const decision =
      result === null ? ofNothing(now) : ((await decideOne?.(result)) ?? decide(result, config, now));
    decisions.push({ ...which, decision });
  }
  return decisions;
}

/** What a policy makes of a result that can't be read. */
export const ofNothing = (now: Date): Decision => ({
  outcome: 'fail',
  exitCode: exitCodes.inconclusive,
  decidedAt: now.toISOString(),
  reasons: [
    { passes: false, rule: 'policy.rules', message: 'its stored report is gone, or of another version' },
  ],
  waived: [],
  idle: [],
});

/** Whether a decision fails by what a rule asks for, and not by the verdict that would fail without any. */
export const failsByRule = ({ reasons }: Decision): boolean =>
  reasons.some(({ passes, rule }) => !passes && /^policy\.(?:rules|signals)\b|^expectedSource$/.test(rule));

/** Waivers that did nothing in a run, once each: expired ones, and those about releases of it of which none has what they name. */
export function idleWaivers(decisions: readonly RunDecision[]): Decision['idle'] {
  const used = new Set(decisions.flatMap(({ decision }) => decision.waived.map(({ waiver }) => waiver)));
  const idle = new Map<string, Decision['idle'][number]>();
  for (const { decision } of decisions)
    for (const one of decision.idle)
      if (!used.has(one.waiver) && idle.get(one.waiver)?.state !== 'expired') idle.set(one.waiver, one);
  return [...idle.values()];
}
