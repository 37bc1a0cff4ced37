import { isDeepStrictEqual } from 'node:util';
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
  return isDeepStrictEqual(prefix(left, index), prefix(right, index));
}

/** What decides how the first steps of a plan come out; reasons and names only tell of it. */
function prefix({ tools, environment, edits, lockfile, before, steps }: Plan, index: number): unknown {
  return {
    tools: tools.map(({ name, version }) => `${name} ${version}`),
    environment,
    edits: edits.map(({ path, edit }) => `${edit} ${path}`),
    lockfile,
    before,
    steps: steps.slice(0, index + 1).map(({ command, directory, environment, network }) => ({
      command,
      directory,
      environment,
      network,
    })),
  };
}
