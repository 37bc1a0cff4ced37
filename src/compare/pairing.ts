import type { Entry } from '../archive/schema.js';
import { isDocument } from './document.js';
import type { Reference, ReferenceFile } from './reference.js';
import type { Pair } from './same-bytes.js';

/** `directory` and `path` as one path; '' is the root. */
export const below = (directory: string, path: string): string =>
  directory === '' ? path : `${directory}/${path}`;

/** A link or a submodule may be listed with its type bits; neither is a file that an entry could equal, unless links are compared. */
const isFile = (file: ReferenceFile | undefined): file is ReferenceFile =>
  file !== undefined && (file.mode & 0o170000) !== 0o120000 && (file.mode & 0o170000) !== 0o160000;

/** Entries with the files at the very same place. */
export function pairsByPath(entries: readonly Entry[], reference: Reference, directory: string): Pair[] {
  return entries.flatMap((entry) => {
    const file = reference.files.get(below(directory, entry.path));
    return isFile(file) ? [{ entry, file, mapping: null }] : [];
  });
}

/** Folders above `directory`, nearest first, the root ('') last; none for the root itself. */
function foldersAbove(directory: string): string[] {
  const folders: string[] = [];
  for (let folder = directory; folder !== ''; ) {
    folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    folders.push(folder);
  }
  return folders;
}

/**
 * Documents at the top of the release with those of the folders above the package: what packers copy into a
 * workspace. Only under their own name, only where the package's folder has no such file itself, never code or data:
 * an attacker gains the choice between the repository's licences and readmes.
 */
export function pairsOfDocuments(entries: readonly Entry[], reference: Reference, directory: string): Pair[] {
  const folders = foldersAbove(directory);
  if (folders.length === 0) return [];
  return entries.flatMap((entry) => {
    const { path } = entry;
    if (path.includes('/') || !isDocument(path) || reference.files.has(below(directory, path))) return [];
    for (const folder of folders) {
      const file = reference.files.get(below(folder, path));
      if (isFile(file)) return [{ entry, file, mapping: `${folder === '' ? './' : `${folder}/`} → ./` }];
    }
    return [];
  });
}
