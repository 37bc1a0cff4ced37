import { exitCodes } from '../../errors.js';
import type { Result } from '../../result.js';
import { type Classes, type Job, type QueueName, queues } from '../queue/job.js';
import { reusable } from '../store/read-result.js';
import { hostOf, registryHost } from './hosts.js';
import type { Verified } from './verified.js';

/** What is to be done about a job after it was tried. */
export type Decision =
  /** Its result, or its error, is what there is to say. */
  | { kind: 'settle' }
  /** Another machine, or another hour, may come to more. */
  | { kind: 'again'; queue: QueueName; after: number; host: string | null }
  /** This machine can't work: every other job would end the same way. */
  | { kind: 'stop'; message: string };

/** Seconds until a job is tried again, for the first, second and third time: networks and registries recover in seconds or in minutes. */
const backoff = [5, 30, 180] as const;

/** Errors of the machine itself: they say nothing of the release, and come again with the next. */
const ofTheMachine = new Set([
  'E_NO_SANDBOX',
  'E_NO_SPACE',
  'E_STORE_FULL',
  'E_CACHE_UNUSABLE',
  'E_CACHE_FOREIGN',
  'E_CACHE_BUSY',
  'E_GIT_MISSING',
]);
/** Errors of this kind that come again however often it is tried. */
const lasting = new Set([
  'E_INTERNAL',
  'E_MALFORMED_PACKUMENT',
  'E_ARCHIVE_TOO_LARGE',
  'E_TOOL_UNKNOWN',
  'E_TOOL_REFUSED',
]);

/**
 * What follows from how a verification ended, by its cause: faults of network and registry are tried again with growing pauses, what ran out
 * of memory once by a worker for large jobs, what lacked a compiler once by a worker that has one, a build that failed never. Pure.
 *
 * @param own - what the worker that tried it takes, and `taken` what any does that lives.
 */
export function decide(
  job: Pick<Job, 'attempt' | 'queue'>,
  verified: Verified,
  own: Classes,
  taken: Classes,
): Decision {
  if ('error' in verified) {
    const { code, message, exitCode } = verified.error;
    if (ofTheMachine.has(code)) return { kind: 'stop', message };
    if (exitCode !== exitCodes.environment || lasting.has(code)) return { kind: 'settle' };
    return again(job, registryHost);
  }
  const { result } = verified;
  const elsewhere = (queue: QueueName): Decision => ({ kind: 'again', queue, after: 0, host: null });
  if (taken.large && job.queue !== queues.large && ranOutOfMemory(result)) return elsewhere(queues.large);
  if (taken.native && !own.native && job.queue === queues.any && lackedCompiler(result))
    return elsewhere(queues.native);
  return reusable(result) ? { kind: 'settle' } : again(job, faultyHost(result));
}

function again({ attempt, queue }: Pick<Job, 'attempt' | 'queue'>, host: string | null): Decision {
  const after = backoff[attempt];
  return after === undefined ? { kind: 'settle' } : { kind: 'again', queue, after, host };
}

/** Whether more memory could make a difference: the release is not accounted for, and a rebuild was ended by the limit. */
const ranOutOfMemory = ({ verdict, rebuilds }: Result): boolean =>
  verdict.kind !== 'reproduced' &&
  rebuilds.some(
    ({ failure, steps }) =>
      failure?.because?.kind === 'out-of-memory' || steps.some(({ endedBy }) => endedBy === 'memory'),
  );

/** Whether a compiler could make a difference: the release is not accounted for, and a rebuild ended for want of one. */
const lackedCompiler = ({ verdict, rebuilds }: Result): boolean =>
  verdict.kind !== 'reproduced' &&
  rebuilds.some(({ failure }) => failure?.because?.kind === 'compiler-missing');

/** The host that could not be reached; rebuilds ask the registry only. */
const faultyHost = ({ sourceFailure }: Result): string =>
  sourceFailure?.repository == null ? registryHost : hostOf(sourceFailure.repository);
