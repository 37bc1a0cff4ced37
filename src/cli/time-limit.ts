import { setMaxListeners } from 'node:events';
import { duration } from '../report/terminal/amount.js';
import { MachineError } from './error.js';

/**
 * Runs `work` with a signal that is aborted with the session's, or after `milliseconds`. Throws `E_TIMEOUT` (exit code 4) when work
 * failed after its time was up, and the session's own reason when that was aborted: what came of it then is half done.
 */
export async function withTimeLimit<T>(
  milliseconds: number | undefined,
  session: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  session.throwIfAborted();
  const limit = milliseconds === undefined ? null : AbortSignal.timeout(milliseconds);
  try {
    const signal = AbortSignal.any(limit === null ? [session] : [session, limit]);
    // Every request and process of a release listens to it; Node takes more than ten for a leak.
    setMaxListeners(0, signal);
    const result = await work(signal);
    session.throwIfAborted();
    return result;
  } catch (cause) {
    session.throwIfAborted();
    if (milliseconds === undefined || limit?.aborted !== true) throw cause;
    throw new MachineError({
      code: 'E_TIMEOUT',
      message: `not done after ${duration(milliseconds / 1_000)}`,
      hint: 'Allow more with --timeout, or compare with the source only (--no-rebuild).',
      cause,
    });
  }
}
