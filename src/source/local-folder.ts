import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folder at an absolute path, given as its segments; null when there is none. Segments that don't exist as written
 * may differ in case: code hosts ignore the case of owners and names, folders of mirrors are written in some case.
 */
export async function existingFolder(segments: readonly string[]): Promise<string | null> {
  const exact = `/${segments.filter(Boolean).join('/')}`;
  if (await isFolder(exact)) return exact;
  let folder = '/';
  for (const segment of segments.filter(Boolean)) {
    const next = join(folder, segment);
    if (await isFolder(next)) {
      folder = next;
      continue;
    }
    const found = await sameButForCase(folder, segment);
    if (found === null) return null;
    folder = found;
  }
  return folder;
}

async function sameButForCase(folder: string, name: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  for (const candidate of names.sort()) {
    if (candidate.toLowerCase() !== name.toLowerCase()) continue;
    const path = join(folder, candidate);
    if (await isFolder(path)) return path;
  }
  return null;
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
