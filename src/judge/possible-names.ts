import { folded } from '../archive/path-forms.js';

/** A file that names are looked for of. */
export interface Candidate {
  /** Installed path. */
  path: string;
  /** The same, folded. */
  key: string;
  /** The folders that it lies in, each by all ends of its path: of `a/b/c.md`, `a`, `b` and `a/b`; folded. */
  folders: readonly string[];
  /** Whether a JavaScript engine could run it. */
  runnable: boolean;
}

/** Candidates, with what they have between them. */
export interface Candidates {
  all: ReadonlyMap<string, Candidate>;
  folders: ReadonlySet<string>;
  endings: ReadonlySet<string>;
}

/** @param paths Installed paths, with whether a JavaScript engine could run the file. */
export function candidatesOf(paths: Iterable<readonly [string, boolean]>): Candidates {
  const all = new Map<string, Candidate>();
  for (const [path, runnable] of paths) {
    const key = folded(path);
    all.set(path, { path, key, folders: foldersAbove(key), runnable });
  }
  return {
    all,
    folders: new Set(['', ...[...all.values()].flatMap(({ folders }) => folders)]),
    endings: new Set([...all.values()].map(({ key }) => endingOf(key))),
  };
}

/** Names that a string may stand for: all paths that begin like this, at any folder or at one, and end like that; folded. */
export interface Names {
  start: string;
  end: string;
  /** `start` is counted from the package's folder; otherwise from any folder. */
  anchored: boolean;
  /** They are given to something that runs them: what can't be a script is none of them. */
  run: boolean;
  /** `start` is the whole path. */
  whole?: boolean;
  /** Told by a variable alone. */
  bare?: boolean;
}

/** Whether names may fit one of the candidates: most strings of a script fit none. */
export function concerns({ start, end, anchored }: Names, { folders, endings }: Candidates): boolean {
  const folder = start.slice(0, Math.max(start.lastIndexOf('/'), 0));
  return (anchored || folders.has(folder)) && (!end.includes('.') || endings.has(endingOf(end)));
}

/** Whether a candidate is among the files that names stand for. */
export function fits({ key, runnable }: Candidate, names: Names): boolean {
  // A declaration file is asked for by its ending, which a bare variable seldom has.
  const declares = /\.d\.[cm]?ts$/.test(key);
  if (names.run && (declares ? names.bare : !runnable)) return false;
  const { start, end, anchored, whole } = names;
  if (whole) return key === start || (!anchored && key.endsWith(`/${start}`));
  if (!key.endsWith(end)) return false;
  if (key.startsWith(start)) return key.length >= start.length + end.length;
  if (anchored) return false;
  const at = key.indexOf(`/${start}`);
  return at !== -1 && key.length >= at + 1 + start.length + end.length;
}

const endingOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

function foldersAbove(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  const all: string[] = [];
  for (let end = 1; end <= segments.length; end++)
    for (let from = end - 1; from >= 0; from--) {
      // Folders nested beyond measure: only those next to the top are told apart.
      if (all.length >= 1_000) return all;
      all.push(segments.slice(from, end).join('/'));
    }
  return all;
}
