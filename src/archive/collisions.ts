import { foldersOf } from './installed.js';
import type { Oddity } from './schema.js';

/**
 * Paths that are one and the same where letter case or Unicode form make no difference, as on macOS and Windows: which of
 * the files a user gets depends on the machine.
 */
export function collidingPaths(paths: readonly string[]): Oddity[] {
  const fold = folder();
  const taken = new Map<string, string>();
  for (const path of paths) {
    for (const part of foldersOf(path)) if (!taken.has(fold(part))) taken.set(fold(part), part);
  }
  // A folder may be written in two ways without harm: only files replace each other.
  return paths.flatMap((path) => {
    const other = taken.get(fold(path));
    if (other === undefined) taken.set(fold(path), path);
    if (other === undefined || other === path) return [];
    const detail = `It differs from '${other}' only in letter case or Unicode form.`;
    return [{ kind: 'colliding-path' as const, path, detail, overwrites: false }];
  });
}

/** A path as file systems take it that tell neither letter case nor Unicode forms apart; upper case first, so that `ß` and `ss` meet. */
export function foldedPath(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** Folds paths, each once. */
function folder(): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const folded = foldedPath(path);
    known.set(path, folded);
    return folded;
  };
}
