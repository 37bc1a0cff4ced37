import type { Locked } from './locked.js';
import { bunBinaryLocked, bunLocked } from './lockfile-bun.js';
import { npmLocked } from './lockfile-npm.js';
import { pnpmLocked } from './lockfile-pnpm.js';
import { yarnLocked } from './lockfile-yarn.js';

/** Characters; parsers need many times that in memory. */
const limit = 16 * 2 ** 20;

type Manifest = Readonly<Record<string, unknown>>;
const readers: Record<string, (text: string, manifest: Manifest | null) => Locked[] | Promise<Locked[]>> = {
  'package-lock.json': npmLocked,
  'npm-shrinkwrap.json': npmLocked,
  'yarn.lock': yarnLocked,
  'pnpm-lock.yaml': pnpmLocked,
  'bun.lock': bunLocked,
  'bun.lockb': bunBinaryLocked,
};

/** Names of lockfiles that can be read, without folders. */
export const lockfileNames: readonly string[] = Object.keys(readers);

/**
 * Reads what a lockfile installs, in the file's order; `name` is that of the file, without folders. Never throws: what can't be read has a
 * fault, in one line.
 *
 * @param manifest The package.json beside it, where somebody wants to know what the project itself asks for: some lockfiles don't tell.
 */
export async function readLockfile(
  name: string,
  text: string,
  manifest: Manifest | null = null,
): Promise<Locked[] | { fault: string }> {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return { fault: 'no lockfile of a known kind' };
  if (text.length > limit) return { fault: `larger than ${limit / 2 ** 20} MiB` };
  try {
    return await read(text.replace(/^\uFEFF/, ''), manifest);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return { fault: `can't be read (${line.slice(0, 120)})` };
  }
}
