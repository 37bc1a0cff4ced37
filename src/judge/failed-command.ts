import type { Rebuild } from '../sandbox/schema.js';
import type { InconclusiveCause } from './schema.js';

/** The command that ended a rebuild, with the end of its log; null when the rebuild failed apart from any command. */
export function failedCommand({ plan, failure, steps }: Rebuild): InconclusiveCause['failed'] {
  const outcome = failure === null ? undefined : steps.find(({ name }) => name === failure.step);
  const step = plan.steps.find(({ name }) => name === failure?.step);
  if (failure === null || outcome === undefined || step === undefined) return null;
  const { command, exitCode, endedBy, lastLines } = outcome;
  const { directory } = step;
  return {
    plan: plan.rank,
    step: step.name,
    command,
    directory,
    exitCode,
    endedBy,
    lastLines,
    because: failure.because,
  };
}
