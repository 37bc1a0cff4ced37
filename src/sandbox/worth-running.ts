import { isDeepStrictEqual } from 'node:util';
import type { FailureKind } from './failure-kinds.js';
import { planPrefix } from './plan-prefix.js';
import type { Plan, PlanStep, Rebuild } from './schema.js';

/** Failures that come out alike whatever the versions of the tools are. */
const ofNoTool: readonly FailureKind[] = ['missing-script', 'git-dependency', 'dependency-not-found'];

/**
 * Whether running a plan can teach something that the rebuilds before it have not: what remedies a failure waits for that failure,
 * as far as its kind is known, and what starts with the very steps that failed once fails there again. Pure.
 */
export function worthRunning(plan: Plan, before: readonly Rebuild[]): boolean {
  const failures = before.flatMap((rebuild) => {
    const failed = failedStep(rebuild);
    return failed === null ? [] : [{ plan: rebuild.plan, ...failed }];
  });
  if (plan.remedies !== null && !failures.some((failure) => calls(failure, plan))) return false;
  return !failures.some((failure) => samePrefix(plan, failure.plan, failure.index, versionsMatter(failure)));
}

/** Where a rebuild ended, and the kind of its failure where that is known. */
interface Ending {
  index: number;
  step: PlanStep;
  kind: FailureKind | null;
}

/** The step that ended a rebuild; null when it packed, or failed apart from any step. */
function failedStep({ plan, failure }: Rebuild): Ending | null {
  const index = plan.steps.findIndex(({ name }) => name === failure?.step);
  return index === -1 ? null : { index, step: plan.steps[index]!, kind: failure?.because?.kind ?? null };
}

/** Whether a failure calls for a plan: it is of the phase, and of no kind that the plan is no good against. */
function calls({ step, kind }: Ending, { remedies, against }: Plan): boolean {
  return step.phase === remedies && (kind === null || against.length === 0 || against.includes(kind));
}

const versionsMatter = ({ kind }: Ending): boolean => kind === null || !ofNoTool.includes(kind);

/** Whether two plans do the same up to and including the step at `index`. */
function samePrefix(left: Plan, right: Plan, index: number, versions: boolean): boolean {
  const of = (plan: Plan) => planPrefix(plan, index + 1, versions);
  return isDeepStrictEqual(of(left), of(right));
}
