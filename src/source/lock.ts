import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds. A holder touches its lock every `update`; one that wasn't touched for `stale` is of a process that was killed, and is
 * taken over.
 */
const times = { stale: 10_000, update: 2_000, retry: 150 };

/** A lock that is held. */
export interface Lock {
  /** Aborted when the lock was lost, as after the machine slept. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Waits for a lock. `path` names it, a folder that need not exist. Throws the signal's reason when aborted. */
export async function takeLock(path: string, signal: AbortSignal): Promise<Lock> {
  const { lock } = await import('proper-lockfile');
  await mkdir(dirname(path), { recursive: true });
  const lost = new AbortController();
  const options = {
    stale: times.stale,
    update: times.update,
    realpath: false,
    lockfilePath: `${path}.lock`,
    onCompromised: (error: Error) => lost.abort(error),
  };
  for (;;) {
    signal.throwIfAborted();
    try {
      const release = await lock(path, options);
      return {
        lost: lost.signal,
        release: async () => {
          if (!lost.signal.aborted) await release();
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      await sleep(times.retry, undefined, { signal });
    }
  }
}

/**
 * Runs something that only one process at a time may do. `path` names the lock, a folder that need not exist.
 * The signal handed on is aborted when the lock was lost.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { lost, release } = await takeLock(path, signal);
  try {
    return await run(AbortSignal.any([signal, lost]));
  } finally {
    await release();
  }
}
