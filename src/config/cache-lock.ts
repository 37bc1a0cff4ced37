import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { check, lock } from 'proper-lockfile';
import { CacheError } from './error.js';

/** Folder of the cache that holds one lock for each process that uses it. */
export const lockFolder = 'in-use';

const clearing = 'clearing';

/** A lock whose holder was killed is void after this time, milliseconds. Holders renew theirs twice as often. */
const options = { realpath: false, stale: 20_000, update: 10_000 };

/**
 * Marks the cache as in use by this process until the returned function is called. Any number may use it at once; while it is being
 * cleared, `CacheError` (exit code 4) is thrown. Marks come before looks on both sides, so one of two always sees the other.
 */
export async function useCache(cache: string): Promise<() => Promise<void>> {
  await mkdir(join(cache, lockFolder), { recursive: true, mode: 0o700 });
  const release = await hold(cache, randomUUID());
  if (!(await held(cache, clearing))) return release;
  await release();
  throw busy('the cache is being cleared');
}

/**
 * Claims the cache for clearing it. Throws `CacheError` (exit code 4) while another process uses or
 * clears it. Marks of processes that were killed are swept.
 */
export async function claimCache(cache: string): Promise<() => Promise<void>> {
  await mkdir(join(cache, lockFolder), { recursive: true, mode: 0o700 });
  const release = await hold(cache, clearing).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ELOCKED' ? busy('the cache is being cleared already') : cause;
  });
  const names = (await readdir(join(cache, lockFolder)))
    .filter((name) => name.endsWith('.lock'))
    .map((name) => name.slice(0, -'.lock'.length));
  const others = await Promise.all(
    names.filter((name) => name !== clearing).map(async (name) => ({ name, alive: await held(cache, name) })),
  );
  const count = others.filter(({ alive }) => alive).length;
  if (count === 0) {
    for (const { name } of others)
      await rmdir(join(cache, lockFolder, `${name}.lock`)).catch(() => undefined);
    return release;
  }
  await release();
  throw busy(`the cache is used by ${count === 1 ? 'another reprove' : `${count} others`}`);
}

// A lock that is lost (a suspended laptop) is no reason to end a verification: what it protects is checked when it is read.
const hold = (cache: string, name: string): Promise<() => Promise<void>> =>
  lock(join(cache, lockFolder, name), { ...options, onCompromised: () => undefined });

const held = (cache: string, name: string): Promise<boolean> => check(join(cache, lockFolder, name), options);

const busy = (message: string): CacheError =>
  new CacheError({
    code: 'E_CACHE_BUSY',
    message,
    hint: `Try again when it has ended; after a crash that takes ${options.stale / 1_000} seconds.`,
  });
