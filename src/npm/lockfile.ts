import type { Locked } from './locked.js';
import { bunBinaryLocked, bunLocked } from './lockfile-bun.js';
import { npmLocked } from './lockfile-npm.js';
import { pnpmLocked } from './lockfile-pnpm.js';
import { yarnLocked } from './lockfile-yarn.js';

/** Characters; parsers need many times that in memory. */
const limit = 16 * 2 ** 20;

const readers: Record<string, (text: string) => Locked[] | Promise<Locked[]>> = {
  'package-lock.json': npmLocked,
  'npm-shrinkwrap.json': npmLocked,
  'yarn.lock': yarnLocked,
  'pnpm-lock.yaml': pnpmLocked,
  'bun.lock': bunLocked,
  'bun.lockb': bunBinaryLocked,
};

/**
 * Reads what a lockfile installs, in the file's order; `name` is that of the file, without folders. Never throws: what can't be read has a
 * fault, in one line.
 */
export async function readLockfile(name: string, text: string): Promise<Locked[] | { fault: string }> {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return { fault: 'no lockfile of a known kind' };
  if (text.length > limit) return { fault: `larger than ${limit / 2 ** 20} MiB` };
  try {
    return await read(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return { fault: `can't be read (${line.slice(0, 120)})` };
  }
}
