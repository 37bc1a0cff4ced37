import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { locked } from '../../npm/locked.js';
import { readLockfile } from '../../npm/lockfile.js';
import { manifestsIn } from '../../npm/project-manifests.js';
import { defineInput, type Listed } from './define.js';
import { InputError } from './error.js';

/** Names that are looked at at most. */
const mostNames = 500_000;
const largest = { list: 64 * 2 ** 20, manifest: 2 ** 22 };
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
      const content = await ownText(join(path!, file), largest.list);
      if (content === null) continue;
      const found = await readLockfile(as, content, manifestsIn(dirname(path!)));
      if ('fault' in found) throw new InputError(`${text} can't be used: ${file} in it: ${found.fault}`);
      return found;
    }
    const found = await installed(path!, text);
    if (found.length === 0) throw new InputError(`${text} can't be used: no packages are in it`);
    return found;
  },
});

/** Every package below. Links are named and not followed: what they lead to is installed elsewhere in it, or is no part of it. */
async function installed(root: string, shown: string): Promise<Listed[]> {
  const found: Listed[] = [];
  const waiting = [root];
  let looked = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    looked += entries.length;
    if (looked > mostNames)
      throw new InputError(`${shown} can't be used: more than ${mostNames} files and folders are in it`);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.name === '.pnpm' && entry.isDirectory()) {
        // pnpm has each package in a node_modules of its own here, and links to it.
        for (const inner of await readdir(path).catch(() => []))
          waiting.push(join(path, inner, 'node_modules'));
        looked += 1;
      }
      if (entry.name.startsWith('.') || !entry.isDirectory()) continue;
      if (entry.name.startsWith('@') && basename(folder) === 'node_modules') {
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

async function packageIn(path: string): Promise<Listed | null> {
  const scope = basename(dirname(path));
  const folder = scope.startsWith('@') ? `${scope}/${basename(path)}` : basename(path);
  const text = await ownText(join(path, 'package.json'), largest.manifest);
  if (text === null) return null;
  const manifest = manifestSchema.safeParse(parse(text));
  if (!manifest.success)
    return { kind: 'foreign', name: folder, reason: 'its package.json states no name or no version' };
  const { name, version } = manifest.data;
  // An alias, or a package that calls itself by the name of one with a better reputation: its own word is all there is.
  if (name !== folder)
    return {
      kind: 'foreign',
      name: folder,
      reason: `its package.json has another name (${name.slice(0, 214)}): a lockfile tells whether that is an alias`,
    };
  return locked(name, version);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

/** Text of a regular file that is no link; null for anything else, or more than `most` bytes. Does not wait for a pipe. */
async function ownText(path: string, most: number): Promise<string | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  try {
    const stat = await file?.stat();
    return stat?.isFile() && stat.size <= most ? await file!.readFile('utf8') : null;
  } finally {
    await file?.close();
  }
}
