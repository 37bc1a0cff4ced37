import type { StepOutcome } from '../../sandbox/schema.js';
import { defineFailure, type Failure, type FailurePattern } from './define-failure.js';

type Kind = 'out-of-memory' | 'out-of-disk' | 'out-of-time';

const endings: Partial<Record<StepOutcome['endedBy'], Kind>> = {
  memory: 'out-of-memory',
  disk: 'out-of-disk',
  'wall-time': 'out-of-time',
  'cpu-time': 'out-of-time',
};

/** A limit of the sandbox that ended the step, or one that the step itself ran into and told. */
function limit(kind: Kind, patterns: readonly FailurePattern[]): Failure {
  const told = defineFailure(kind, patterns);
  return {
    kind,
    read: (failed, lines) =>
      endings[failed.outcome.endedBy] === kind
        ? { about: failed.outcome.endedBy, line: null }
        : told.read(failed, lines),
  };
}

/** Memory, disk and time. */
export const limits: readonly Failure[] = [
  limit('out-of-memory', [
    { pattern: /JavaScript heap out of memory|Reached heap limit|\bENOMEM\b|Cannot allocate memory/ },
    { pattern: /ERR_WORKER_OUT_OF_MEMORY|fatal error: runtime: out of memory/ },
  ]),
  limit('out-of-disk', [{ pattern: /\bENOSPC\b|No space left on device/ }]),
  limit('out-of-time', []),
];
