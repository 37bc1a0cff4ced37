import type { Entry } from '../archive/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { below } from './pairing.js';
import type { Reference } from './reference.js';

/**
 * Entry points that the source can answer and the release can't: of each field of the manifest (`main`, `bin`…) that leads to
 * nothing in the release, what it leads to in the package's folder of the source. A field that leads somewhere is left alone, since
 * patterns and completed names may well find other files in a source tree.
 *
 * @param entryPoints the ecosystem's, with the release's manifest filled in.
 */
export function loadedInSource(
  entryPoints: (entries: readonly Entry[]) => EntryPoints,
  entries: readonly Entry[],
  source: Reference,
  directory: string,
): string[] {
  const answered = new Set(entryPoints(entries).loaded.map(({ field }) => field));
  const prefix = below(directory, '');
  const files: Entry[] = [];
  for (const [path, { mode }] of source.files)
    if (path.startsWith(prefix))
      files.push({ path: path.slice(prefix.length), mode, size: 0, sha256: '', gitBlob: '' });
  return entryPoints(files).loaded.flatMap(({ field, path, spare }) =>
    spare || answered.has(field) ? [] : [path],
  );
}
