import { folded, percentDecoded } from '../archive/path-forms.js';

/** Looks up the files that a package installs, as Node.js and bundlers would find them. */
export interface InstalledFiles {
  /** The file at a path, whatever the case where only that differs: many file systems don't tell. */
  file(path: string): string | null;
  /** What loading a path leads to: the file, the file with an extension, or the index of the folder. */
  load(path: string): string | null;
  /** All files below a folder; '' for the package's own. */
  below(folder: string): string[];
  /** All files that a target with `*` in it stands for; each `*` is the same text, which may span folders. */
  matching(pattern: string): string[];
}

/** Node.js appends the first three itself; bundlers the others too. */
const extensions = ['.js', '.json', '.node', '.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.mts', '.cts', '.wasm'];

/** @param paths Installed paths of a release. */
export function installedFiles(paths: readonly string[]): InstalledFiles {
  const exact = new Set(paths);
  const pairs = paths.map((path) => [folded(path), path] as const);
  const byFolded = new Map(pairs);
  const those = (has: (folded: string) => boolean) =>
    pairs.flatMap(([key, path]) => (has(key) ? [path] : []));
  const named = (path: string) => (exact.has(path) ? path : (byFolded.get(folded(path)) ?? null));
  // Node.js makes a URL of what `exports` and the `main` of a module lead to: `%61.js?x` is `a.js`.
  const file = (path: string) =>
    named(path) ?? (/[%?#]/.test(path) ? named(percentDecoded(path.replace(/[?#].*$/s, ''))) : null);
  const first = (candidates: readonly string[]) =>
    candidates.reduce<string | null>((found, candidate) => found ?? file(candidate), null);
  return {
    file,
    load(stated) {
      const path = packagePath(stated);
      if (path === null) return null;
      const index = path === '' ? 'index' : `${path}/index`;
      const own = path === '' ? [] : [path, ...extensions.map((extension) => path + extension)];
      return first([...own, ...extensions.map((extension) => index + extension)]);
    },
    below(stated) {
      const folder = packagePath(stated);
      if (folder === null) return [];
      const prefix = folder === '' ? '' : `${folded(folder)}/`;
      return those((path) => path.startsWith(prefix));
    },
    matching(pattern) {
      const path = packagePath(pattern);
      const parts = path === null ? [] : folded(path).split('*');
      return parts.length < 2 ? [] : those((candidate) => matches(candidate, parts));
    },
  };
}

/**
 * A path below the package, without `./`, `//` and `..`; null for one that leads out of it, a URL, or another package's.
 * '' is the package's folder.
 */
export function packagePath(stated: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(stated) || stated.includes('\0')) return null;
  const segments: string[] = [];
  for (const segment of stated.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** Whether a path is the parts of a pattern with the same text, of one character or more, between each two. */
function matches(path: string, parts: readonly string[]): boolean {
  const stars = parts.length - 1;
  const length = (path.length - parts.reduce((sum, part) => sum + part.length, 0)) / stars;
  if (!Number.isInteger(length) || length < 1) return false;
  const start = parts[0]!.length;
  return parts.join(path.slice(start, start + length)) === path;
}
