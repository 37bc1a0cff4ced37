import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheState, cacheTag, foreign } from '../../config/cache-folder.js';
import { lockFolder } from '../../config/cache-lock.js';

/** Names of what is in the cache: one for each kind of thing. Empty where there is no cache; throws for a folder that is none. */
export async function cacheKinds(cache: string): Promise<string[]> {
  const state = await cacheState(cache);
  if (state === 'missing') return [];
  if (state === 'foreign') throw foreign(cache);
  return (await readdir(cache)).filter((name) => name !== cacheTag && name !== lockFolder).sort();
}

/** Files below a path and their bytes; links are counted and not followed, and what vanishes meanwhile is left out. */
export async function measure(path: string): Promise<{ files: number; bytes: number }> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return { files: 0, bytes: 0 };
  if (!stat.isDirectory()) return { files: 1, bytes: stat.size };
  const total = { files: 0, bytes: 0 };
  for (const name of await readdir(path).catch(() => [])) {
    const { files, bytes } = await measure(join(path, name));
    total.files += files;
    total.bytes += bytes;
  }
  return total;
}
