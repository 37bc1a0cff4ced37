import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds. A holder touches its lock every `update`; one that wasn't touched for `stale` is of a process that was killed, and is
 * taken over.
 */
const times = { stale: 10_000, update: 2_000, retry: 150 };

/**
 * Runs something that only one process at a time may do. `path` names the lock, a folder that need not exist.
 * The signal handed on is aborted when the lock was lost, as after the machine slept.
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
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
  let release: (() => Promise<void>) | null = null;
  while (release === null) {
    signal.throwIfAborted();
    try {
      release = await lock(path, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      await sleep(times.retry, undefined, { signal });
    }
  }
  try {
    return await run(AbortSignal.any([signal, lost.signal]));
  } finally {
    if (!lost.signal.aborted) await release();
  }
}
