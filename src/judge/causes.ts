import type { Rebuild } from '../sandbox/schema.js';
import type { SourceFailure } from '../source/schema.js';
import type { InconclusiveCause } from './schema.js';

/** Why a search for the source ended without one, as the reason of a verdict. */
export const causeOfSourceFailure = ({ reason, message, hint }: SourceFailure): InconclusiveCause => ({
  stage: 'locate',
  reason,
  message,
  hint,
  environment: reason === 'repository-unreachable',
});

/** Why files that need a rebuild are left: what stopped the last one, or that there was none. */
export function causeOfNoRebuild(rebuilds: readonly Rebuild[]): InconclusiveCause {
  const failure = rebuilds.at(-1)?.failure;
  if (failure == null)
    return {
      stage: 'rebuild',
      reason: 'not-rebuilt',
      message: 'some files are not in the source tree, and nothing was rebuilt',
      hint: 'run again without --no-rebuild',
      environment: false,
    };
  const step = failure.step === null ? '' : ` in step ${failure.step}`;
  return {
    stage: 'rebuild',
    reason: failure.cause,
    message: `no rebuild succeeded; the last one ended${step}: ${failure.message}`,
    hint: 'see the log of that step with --keep <dir>, and the plans with `reprove plan`',
    environment: false,
  };
}
