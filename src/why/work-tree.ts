import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout } from '../gate/checkout.js';
import { objectOf, parseJson } from '../npm/json-object.js';
import type { Material } from '../sandbox/schema.js';

/** What the checkout has that the commit has not. */
export interface WorkTree {
  /** Paths of the repository that are changed, and whether the commit has them. */
  changed: ReadonlyMap<string, { tracked: boolean }>;
  /** Whether a file was last written before the package was packed, and hence by none of its scripts. */
  isOlder(path: string): boolean;
  /** Packages that are installed, with their integrity, as npm records them; empty where another manager installed them, or none. */
  installed: readonly Material[];
}

/** Reads what a checkout has besides its commit. `packedAt` is when packing began, in milliseconds since 1970. */
export async function readWorkTree(
  { root, changed }: Checkout,
  directory: string,
  paths: readonly string[],
  packedAt: number,
): Promise<WorkTree> {
  const older = new Set<string>();
  for (const path of paths) {
    const found = await stat(join(root, directory, path)).catch(() => null);
    // File systems keep times less exactly than the clock has them.
    if (found !== null && found.mtimeMs < packedAt - 50) older.add(path);
  }
  return {
    changed: new Map(changed.map(({ path, tracked }) => [path, { tracked }])),
    isOlder: (path) => older.has(path),
    installed: (await installedIn(join(root, directory))) ?? (await installedIn(root)) ?? [],
  };
}

/** npm's own record of what it installed. */
async function installedIn(folder: string): Promise<Material[] | null> {
  const text = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  return Object.entries(objectOf(objectOf(parseJson(text)).packages)).flatMap(([path, found]) => {
    const { version, integrity, name, link } = objectOf(found);
    const own =
      typeof name === 'string'
        ? name
        : path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (link === true || typeof version !== 'string' || typeof integrity !== 'string') return [];
    return [{ name: own, version, integrity }];
  });
}
