import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds; nothing that makes a folder takes longer without touching it. */
const abandoned = 3_600_000;

/**
 * Removes what killed processes left half-made: names in `folder` that begin with `prefix`. Under a lock everything of that name is a
 * left-over; without one only what is old.
 */
export async function sweep(folder: string, prefix: string, locked: boolean): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    if (locked || Date.now() - found.mtimeMs > abandoned) await rm(path, { recursive: true, force: true });
  }
}

/** Removes git's own lock files, which a killed git leaves and no later one would pass. Only for who holds the mirror's lock. */
export async function sweepLocks(repository: string): Promise<void> {
  const refs = await readdir(join(repository, 'refs'), { recursive: true }).catch(() => []);
  const top = await readdir(repository).catch(() => []);
  const locks = [...top, ...refs.map((name) => join('refs', name))].filter((name) => name.endsWith('.lock'));
  for (const name of locks) await rm(join(repository, name), { force: true });
}
