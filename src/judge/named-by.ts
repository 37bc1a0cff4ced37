import { posix } from 'node:path';
import { folded } from '../archive/path-forms.js';
import { isCodeOrCommand, isSearched } from './contents.js';
import { listsFiles, runsWhatIsFound } from './folder-loader.js';
import type { Kind } from './kinds.js';
import { mentionIndex, statedPaths } from './mentions.js';
import { candidatesOf } from './possible-names.js';
import { putTogether } from './put-together.js';
import type { ReachabilityInput } from './reachability.js';
import { couldRunAsScript } from './runnable.js';
import { searchedText } from './searched-text.js';

/** Which files of a release name which of the entries without evidence. */
export interface Naming {
  /** Files that name an entry whole, by the entry's path. */
  by: Map<string, string[]>;
  /** The same, by the path of the file that names. */
  names: Map<string, string[]>;
  /** What of `names` is asked for by a path, or named with its ending: a word that happens to be the rest of a name asks for nothing. */
  asked: Map<string, string[]>;
  /** The first file that may name an entry by putting its name together, by the entry's path. */
  puttingTogether: Map<string, string>;
  /** Install hooks that name an entry, or a missing file, by path. */
  hooks: Map<string, string>;
  /** The same for files of any evidence. */
  hooked: Map<string, string>;
  /** A file that should have been searched and wasn't. */
  unread: string | null;
  /** A file that loads whatever lies in some folder. */
  loader: string | null;
  /** Entries and missing files that a file asks for by a path, by the path of the file that asks. */
  loads: Map<string, string[]>;
}

/** Pairs of a script and a file that are held against each other. */
const mostTried = 20_000_000;

/** Searches the release for the names of entries, and the commands of install hooks for those of missing files too. */
export function namedBy(
  { comparison, entryPoints, contents }: ReachabilityInput,
  kinds: ReadonlyMap<string, Kind>,
): Naming {
  const wanted = [...kinds.keys()];
  const inert = new Set(wanted.filter((path) => kinds.get(path)!.inert));
  const candidates = candidatesOf(
    [...inert].map((path) => [path, couldRunAsScript(contents.get(path) ?? Buffer.alloc(0))] as const),
  );
  const open = new Set(candidates.all.values());
  let tried = 0;
  const index = mentionIndex(wanted);
  const all = [...comparison.entries, ...comparison.missing].map(({ path }) => path);
  const anyCase = new Map<string, string[]>();
  for (const path of all) {
    if (!anyCase.has(folded(path))) anyCase.set(folded(path), []);
    anyCase.get(folded(path))!.push(path);
  }
  const naming: Naming = {
    by: new Map(),
    names: new Map(),
    asked: new Map(),
    puttingTogether: new Map(),
    hooks: new Map(),
    hooked: new Map(),
    unread: null,
    loader: null,
    loads: new Map(),
  };
  const commands = mentionIndex(entryPoints.installHooks.length === 0 ? [] : all);
  const missing = new Set(comparison.missing.map(({ path }) => path));
  for (const { hook, command } of entryPoints.installHooks)
    for (const path of commands.words(command)) {
      naming.hooked.set(path, hook);
      if (kinds.has(path) || missing.has(path)) naming.hooks.set(path, hook);
    }
  if (wanted.length === 0 && comparison.missing.length === 0) return naming;
  const installs = entryPoints.installHooks.length > 0;
  let lists: string | null = null;
  let runs = false;
  for (const entry of comparison.entries) {
    const { path } = entry;
    if (!isSearched(entry)) continue;
    const content = contents.get(path);
    if (content === undefined) {
      naming.unread ??= path;
      continue;
    }
    const searched = searchedText(path, content);
    const stated = [...statedPaths(path, searched.text, entryPoints.name)].flatMap(
      (target) => anyCase.get(folded(target)) ?? [],
    );
    if (stated.length > 0) naming.loads.set(path, stated);
    if (searched.script) {
      if (listsFiles(searched.text)) lists ??= path;
      runs ||= runsWhatIsFound(searched.text);
    }
    // What is no code names data; a stem in its words is no script's name.
    const code = isCodeOrCommand(entry);
    const found = new Set(
      [...index.in(searched), ...stated].filter((target) => (code ? kinds.has(target) : inert.has(target))),
    );
    found.delete(path);
    if (found.size > 0) {
      const text = searched.text.toLowerCase();
      const isAsked = (target: string) =>
        stated.includes(target) || text.includes(posix.basename(target).toLowerCase());
      naming.names.set(path, [...found]);
      naming.asked.set(path, [...found].filter(isAsked));
    }
    for (const target of found) {
      if (!naming.by.has(target)) naming.by.set(target, []);
      naming.by.get(target)!.push(path);
    }
    if (!searched.script || open.size === 0) continue;
    const made = putTogether(path, searched.text, candidates, installs);
    if (made.nothing) continue;
    tried += open.size;
    for (const candidate of open) {
      // Beyond measure: what was not looked at may be named.
      if (candidate.path === path || !(tried > mostTried || made.covers(candidate))) continue;
      naming.puttingTogether.set(candidate.path, path);
      open.delete(candidate);
    }
  }
  // One file may ask for the names and another load them.
  if (lists !== null && runs) naming.loader = lists;
  return naming;
}
