import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type Locked, locked } from '../../npm/locked.js';
import { readLockfile } from '../../npm/lockfile.js';
import { defineInput } from './define.js';
import { InputError } from './error.js';

/** Folders that are looked into at most. */
const mostFolders = 200_000;
const largestManifest = 2 ** 22;
const manifestSchema = z.looseObject({ name: z.string(), version: z.string() });

/** Lists that managers leave of what they installed; with them, the tarballs are pinned. */
const leftBehind = [
  { file: '.package-lock.json', as: 'package-lock.json' },
  { file: '.pnpm/lock.yaml', as: 'pnpm-lock.yaml' },
] as const;

/** A node_modules folder, as its manager listed it, else by the package.json files in it. */
export const nodeModules = defineInput({
  title: 'a node_modules folder',
  accepts: ({ path, isFolder }) => isFolder && path !== null && basename(path) === 'node_modules',
  async read({ text, path }) {
    for (const { file, as } of leftBehind) {
      const content = await readFile(join(path!, file), 'utf8').catch(() => null);
      const found = content === null ? null : await readLockfile(as, content);
      if (found !== null && !('fault' in found)) return found.map(withoutRole);
    }
    const found = await installed(path!);
    if (found.length === 0) throw new InputError(`${text} can't be used: no packages are in it`);
    return found;
  },
});

/** It lists packages, and not what the project asks for. */
function withoutRole<T extends Locked>({ direct: _, ...rest }: T): Omit<T, 'direct'> & Locked {
  return rest as Omit<T, 'direct'> & Locked;
}

/** Every package below, none by a link: what these lead to is installed elsewhere, or is a folder of the project. */
async function installed(root: string): Promise<Locked[]> {
  const found: Locked[] = [];
  const waiting = [root];
  let looked = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      looked += 1;
      if (looked > mostFolders)
        throw new InputError(`${root} can't be used: there are more than ${mostFolders} folders in it`);
      const path = join(folder, name);
      if (name.startsWith('.') || !(await isRealFolder(path))) continue;
      if (name.startsWith('@') && basename(folder) === 'node_modules') {
        waiting.push(path);
        continue;
      }
      const one = await packageIn(path);
      if (one !== null) found.push(one);
      waiting.push(join(path, 'node_modules'));
    }
  }
  return found;
}

const isRealFolder = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => null))?.isDirectory() === true;

async function packageIn(path: string): Promise<Locked | null> {
  try {
    const text = await readFile(join(path, 'package.json'), 'utf8');
    if (text.length > largestManifest) return null;
    const { name, version } = manifestSchema.parse(JSON.parse(text));
    const folder = basename(dirname(path)).startsWith('@')
      ? `${basename(dirname(path))}/${basename(path)}`
      : basename(path);
    return { ...locked(name, version), ...(folder === name ? {} : { alias: folder }) };
  } catch {
    return null;
  }
}
