import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { textFile } from './text-file.js';

/** What a folder is a checkout of, as far as its files tell. */
export interface Checkout {
  /** Names of the packages in it. */
  packages: ReadonlySet<string>;
  /** Addresses of its remotes, as written. */
  remotes: readonly string[];
}

/** Folders that are looked into for packages, and how deep. */
const most = { folders: 5_000, depth: 8 };
const largest = { bytes: 2 ** 20, words: '1 MiB' };

/** Reads of which repository and packages a folder is a part: files alone, no git is run in it. What can't be read is passed over. */
export async function checkoutAt(folder: string): Promise<Checkout> {
  const above = ancestors(folder);
  const roots = await Promise.all(above.map((each) => lstat(join(each, '.git')).catch(() => null)));
  const root = roots.findIndex((found) => found !== null);
  const packages = new Set<string>();
  const within = root < 0 ? above : above.slice(0, root + 1);
  for (const each of within) await addName(each, packages);
  if (root < 0) return { packages, remotes: [] };
  await addNamesBelow(above[root]!, packages);
  return { packages, remotes: await remotesOf(join(above[root]!, '.git')) };
}

function ancestors(folder: string): string[] {
  const all = [folder];
  for (let at = dirname(folder); at !== all.at(-1); at = dirname(at)) all.push(at);
  return all;
}

async function addName(folder: string, names: Set<string>): Promise<void> {
  try {
    const { name } = JSON.parse(await textFile(join(folder, 'package.json'), largest));
    if (typeof name === 'string') names.add(name);
  } catch {
    // None, or one that names nothing.
  }
}

async function addNamesBelow(root: string, names: Set<string>): Promise<void> {
  let left = most.folders;
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name === '.git') continue;
      if (left-- <= 0) return;
      const below = join(folder, entry.name);
      await addName(below, names);
      if (depth > 1) await look(below, depth - 1);
    }
  };
  await look(root, most.depth);
}

/** Addresses in the repository's configuration; of a worktree, in that of the repository it belongs to. */
async function remotesOf(git: string): Promise<string[]> {
  const file = await textFile(git, largest).catch(() => null);
  const gitdir = file === null ? null : /^gitdir: (.+)$/m.exec(file)?.[1];
  const own = gitdir == null ? git : resolve(dirname(git), gitdir.trim());
  const common = await textFile(join(own, 'commondir'), largest).catch(() => null);
  const config = await textFile(
    join(common === null ? own : resolve(own, common.trim()), 'config'),
    largest,
  ).catch(() => '');
  return [...config.matchAll(/^\s*(?:push)?url\s*=\s*(.+?)\s*$/gim)].map(([, url]) =>
    url!.replace(/^"(.*)"$/, '$1'),
  );
}
