import type { Entry } from '../archive/schema.js';
import { below } from './pairing.js';
import type { Reference, ReferenceFile } from './reference.js';
import { mayBeSame, type Pair, sameBytes } from './same-bytes.js';

/**
 * Folders that by their names hold what a package is made of. A list of what is meant, not of what isn't: a fixture,
 * example, template or script under any other name must not become the package.
 */
const sources = new Set([
  'src',
  'source',
  'sources',
  'lib',
  'libs',
  'dist',
  'build',
  'out',
  'output',
  'es',
  'esm',
  'cjs',
  'umd',
  'package',
  'pkg',
  'app',
  'js',
]);

/** Files that act by where they lie; a folder that has one is never mapped. */
const actsByPlace =
  /(?:^|\/)(?:package\.json|npm-shrinkwrap\.json|binding\.gyp|[^/]+\.gypi|\.[^/]*rc(?:\.[^/]*)?|node_modules|test|tests|__tests__|fixtures?|__fixtures__|examples?|benchmarks?|bench|mocks?|__mocks__|demos?)(?:\/|$)/i;

const filesBelow = (reference: Reference, directory: string): Map<string, Map<string, ReferenceFile>> => {
  const folders = new Map<string, Map<string, ReferenceFile>>();
  const prefix = directory === '' ? '' : `${directory}/`;
  for (const [path, file] of reference.files) {
    if (!path.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    const folder = rest.slice(0, Math.max(slash, 0));
    if (!sources.has(folder.toLowerCase())) continue;
    if (!folders.has(folder)) folders.set(folder, new Map());
    folders.get(folder)!.set(rest.slice(slash + 1), file);
  }
  return folders;
};

/**
 * Accounts for entries whose bytes the source has in another folder, where that whole folder was copied: `src/` to the
 * root, `src/` to `lib/`.
 *
 * What an attacker could want is one harmless file of the source (a fixture, an installer, an old version) at a path
 * that is loaded. So a folder S is mapped onto a folder R only if all of this holds:
 * - S lies directly in the package's folder, is named as code is, and holds at least two files, none of which acts by
 *   where it lies (a manifest, a configuration, a bundled dependency) or is a test or an example;
 * - R is the top of the release or a folder directly below it, so that no relative import changes its meaning inside;
 * - every file of S is at its place below R with the same bytes, and nothing in the source has other bytes there;
 * - S accounts for every entry below R that is not accounted for yet: a mapping explains a folder, or nothing.
 */
export async function folderMapping(
  unexplained: readonly Entry[],
  entries: ReadonlyMap<string, Entry>,
  reference: Reference,
  directory: string,
): Promise<Pair[]> {
  if (unexplained.length === 0) return [];
  const targets = new Map<string, Entry[]>([['', [...unexplained]]]);
  for (const entry of unexplained) {
    const slash = entry.path.indexOf('/');
    if (slash === -1) continue;
    const folder = entry.path.slice(0, slash);
    if (!targets.has(folder)) targets.set(folder, []);
    targets.get(folder)!.push(entry);
  }
  const found = new Map<string, Pair>();
  for (const [source, files] of filesBelow(reference, directory)) {
    if (files.size < 2 || [...files.keys()].some((path) => actsByPlace.test(path))) continue;
    for (const [target, open] of targets) {
      if (target === source || actsByPlace.test(target) || open.every(({ path }) => found.has(path)))
        continue;
      const pairs = wholeFolder({ source, target, files, open, entries, reference, directory });
      if (pairs === null) continue;
      const same = await sameBytes(pairs, reference);
      if (same.size !== pairs.length) continue;
      const wanted = new Set(open.map(({ path }) => path));
      for (const pair of pairs) if (wanted.has(pair.entry.path)) found.set(pair.entry.path, pair);
    }
  }
  return [...found.values()];
}

/** All files of the folder with the entries they would be, or null when one doesn't fit. Reads nothing. */
function wholeFolder(candidate: {
  source: string;
  target: string;
  files: ReadonlyMap<string, ReferenceFile>;
  open: readonly Entry[];
  entries: ReadonlyMap<string, Entry>;
  reference: Reference;
  directory: string;
}): Pair[] | null {
  const { source, target, files, open, entries, reference, directory } = candidate;
  const mapping = `${source}/ → ${target === '' ? './' : `${target}/`}`;
  const pairs: Pair[] = [];
  for (const [path, file] of files) {
    const entry = entries.get(below(target, path));
    if (entry === undefined || !mayBeSame(entry, file)) return null;
    const own = reference.files.get(below(directory, entry.path));
    if (own !== undefined && !mayBeSame(entry, own)) return null;
    pairs.push({ entry, file, mapping });
  }
  const from = target === '' ? 0 : target.length + 1;
  return open.every((entry) => files.has(entry.path.slice(from))) ? pairs : null;
}
