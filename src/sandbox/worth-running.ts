import { isDeepStrictEqual } from 'node:util';
import { planPrefix } from './plan-prefix.js';
import type { Plan, PlanStep, Rebuild } from './schema.js';

/**
 * Whether running a plan can teach something that the rebuilds before it have not: what remedies a failure waits for that failure,
 * and what starts with the very steps that failed once fails there again. Pure.
 */
export function worthRunning(plan: Plan, before: readonly Rebuild[]): boolean {
  const failures = before.flatMap((rebuild) => {
    const failed = failedStep(rebuild);
    return failed === null ? [] : [{ plan: rebuild.plan, ...failed }];
  });
  const { remedies } = plan;
  if (remedies !== null && !failures.some(({ step }) => step.phase === remedies)) return false;
  return !failures.some((failure) => samePrefix(plan, failure.plan, failure.index));
}

/** The step that ended a rebuild; null when it packed, or failed apart from any step. */
function failedStep({ plan, failure }: Rebuild): { index: number; step: PlanStep } | null {
  const index = plan.steps.findIndex(({ name }) => name === failure?.step);
  return index === -1 ? null : { index, step: plan.steps[index]! };
}

/** Whether two plans do the same up to and including the step at `index`. */
function samePrefix(left: Plan, right: Plan, index: number): boolean {
  return isDeepStrictEqual(planPrefix(left, index + 1), planPrefix(right, index + 1));
}
