import type { Entry } from '../archive/schema.js';
import type { Tree } from './tree.js';

/** Share of the release's files that a folder must hold at the same places to count as the package's. */
const enough = 0.2;

/** Paths looked at for one blob; the blob of an empty file is everywhere. */
const mostPaths = 50;

/**
 * The folder that holds most of the release's files at the places where the release has them; null when none holds
 * a fifth of them.
 */
export function contentDirectory(tree: Tree, entries: readonly Entry[]): string | null {
  const wanted = new Set(entries.map(({ gitBlob }) => gitBlob));
  const places = new Map<string, string[]>();
  for (const [path, { object }] of tree.files) {
    if (!wanted.has(object)) continue;
    const paths = places.get(object);
    if (paths === undefined) places.set(object, [path]);
    else if (paths.length < mostPaths) paths.push(path);
  }
  const votes = new Map<string, number>();
  for (const { path, gitBlob } of entries) {
    for (const place of places.get(gitBlob) ?? []) {
      if (place !== path && !place.endsWith(`/${path}`)) continue;
      const folder = place.slice(0, Math.max(0, place.length - path.length - 1));
      votes.set(folder, (votes.get(folder) ?? 0) + 1);
    }
  }
  const ranked = [...votes].sort(
    ([a, many], [b, more]) => more - many || a.length - b.length || (a < b ? -1 : 1),
  );
  const [best] = ranked;
  return best !== undefined && best[1] >= entries.length * enough ? best[0] : null;
}
