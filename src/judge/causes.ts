import { failureWords } from '../sandbox/failure-words.js';
import type { Rebuild } from '../sandbox/schema.js';
import type { SourceFailure } from '../source/schema.js';
import { failedCommand } from './failed-command.js';
import { failureHint } from './failure-hints.js';
import type { InconclusiveCause } from './schema.js';

/** Why a search for the source ended without one, as the reason of a verdict. */
export const causeOfSourceFailure = ({ reason, message, hint }: SourceFailure): InconclusiveCause => ({
  stage: 'locate',
  reason,
  message,
  hint,
  give:
    reason === 'no-repository-field' || reason === 'repository-not-found'
      ? ['source']
      : ['ref', 'directory', 'source'],
  failed: null,
  environment: reason === 'repository-unreachable',
});

/** Why files that need a rebuild are left: what stopped the last one, or that there was none. */
export function causeOfNoRebuild(rebuilds: readonly Rebuild[]): InconclusiveCause {
  const last = rebuilds.findLast(({ failure }) => failure !== null) ?? rebuilds.at(-1);
  const failure = last?.failure;
  if (last === undefined || failure == null)
    return {
      stage: 'rebuild',
      reason: 'not-rebuilt',
      message: 'some files are not in the source tree, and nothing was rebuilt',
      hint: 'run again without --no-rebuild',
      give: [],
      failed: null,
      environment: false,
    };
  const step = failure.step === null ? '' : ` in step ${failure.step}`;
  const because = failure.because === null ? '' : ` (${failureWords(failure.because)})`;
  return {
    stage: 'rebuild',
    reason: failure.cause,
    message: `no rebuild succeeded; the last one ended${step}: ${failure.message}${because}`,
    ...failureHint(failure.because?.kind ?? null),
    failed: failedCommand(last),
    environment: false,
  };
}
