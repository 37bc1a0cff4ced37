import type { Locked } from './locked.js';
import { bunBinaryLocked, bunLocked } from './lockfile-bun.js';
import { npmLocked } from './lockfile-npm.js';
import { pnpmLocked } from './lockfile-pnpm.js';
import { yarnLocked } from './lockfile-yarn.js';
import { noManifests, type ProjectManifests } from './project-manifests.js';

/** Characters; parsers need many times that in memory. */
const limit = 16 * 2 ** 20;

const readers: Record<string, (text: string, manifests: ProjectManifests) => Locked[] | Promise<Locked[]>> = {
  'package-lock.json': npmLocked,
  'npm-shrinkwrap.json': npmLocked,
  'yarn.lock': yarnLocked,
  'pnpm-lock.yaml': pnpmLocked,
  'bun.lock': bunLocked,
  'bun.lockb': bunBinaryLocked,
};

/** Names of lockfiles that can be read, without folders. */
export const lockfileNames: readonly string[] = Object.keys(readers);

/** Characters in which a lockfile says what it is. */
const head = 4_096;

/** The name that a lockfile has by what is in it, whatever its file is called; null for anything else. */
export function lockfileName(text: string): string | null {
  const start = text.slice(0, head);
  if (/^\uFEFF?\s*\{/.test(start)) {
    if (!/"lockfileVersion"\s*:/.test(start)) return null;
    return /"workspaces"\s*:\s*\{\s*"[^"]{0,200}"\s*:\s*\{/.test(start) &&
      !/"packages"\s*:/.test(start.split('"workspaces"')[0]!)
      ? 'bun.lock'
      : 'package-lock.json';
  }
  if (/^__metadata:|^# yarn lockfile v1/m.test(start)) return 'yarn.lock';
  return /^lockfileVersion:/m.test(start) ? 'pnpm-lock.yaml' : null;
}

/**
 * Reads what a lockfile installs, in the file's order; `name` is that of the file, without folders. Never throws: what can't be read has a
 * fault, in one line.
 *
 * @param manifests The package.json files of its project, where somebody wants to know what that asks for itself: some lockfiles don't tell.
 */
export async function readLockfile(
  name: string,
  text: string,
  manifests: ProjectManifests = noManifests,
): Promise<Locked[] | { fault: string }> {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return { fault: 'no lockfile of a known kind' };
  if (text.length > limit) return { fault: `larger than ${limit / 2 ** 20} MiB` };
  try {
    return await read(text.replace(/^\uFEFF/, ''), manifests);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return { fault: `can't be read (${line.slice(0, 120)})` };
  }
}
