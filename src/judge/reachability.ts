import type { ComparedEntry, Comparison } from '../compare/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { isSearched } from './contents.js';
import { foldersOfCode, liesIn, loadsWhatItFinds } from './folder-loader.js';
import { isCode, kindOf } from './kinds.js';
import { folded, mentionIndex, relativePaths } from './mentions.js';

/**
 * Fields whose patterns offer files to importers, whole folders of them: that a readme is among them makes nobody run it.
 */
const offered = new Set(['exports', 'imports']);

/** What reachability is told from. */
export interface ReachabilityInput {
  comparison: Comparison;
  entryPoints: EntryPoints;
  contents: ReadonlyMap<string, Buffer>;
  /** Installed path of the ecosystem's manifest. */
  manifestFile: string;
}

/** What became of the entries without evidence. */
export interface Reachability {
  /** Why an entry could act, by path. */
  acting: Map<string, string>;
  /** What an entry is that can't, by path. */
  inert: Map<string, string>;
  /** Acting entries that something accounted for loads or names: a build should have made them. */
  expected: Set<string>;
  /** Missing files that what is there loads or names, with what does. */
  missed: Map<string, string>;
}

/**
 * Decides which of the entries without evidence could act. Only what is of a kind on the closed list of `kindOf`, is no entry point, is named
 * by no install hook and by no code of the release can't. Code that could not be searched may name anything.
 */
export function reachability(input: ReachabilityInput): Reachability {
  const { comparison, entryPoints, contents, manifestFile } = input;
  const unexplained = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const missing = comparison.missing.map(({ path }) => path);
  const named = namedBy(
    input,
    unexplained.map(({ path }) => path),
    missing,
  );
  const loaded = new Map(entryPoints.loaded.map(({ path, field }) => [path, field]));
  const run = new Set(entryPoints.loaded.flatMap(({ path, field }) => (offered.has(field) ? [] : [path])));
  const whole = named.loader === null ? new Set<string>() : foldersOfCode(comparison);
  const acting = new Map<string, string>();
  const inert = new Map<string, string>();
  for (const { path, mode } of unexplained) {
    const kind = kindOf(path, mode, contents.get(path));
    const by = named.by.get(path);
    const hook = named.hooks.get(path);
    if (path === manifestFile) acting.set(path, 'the manifest');
    else if (run.has(path) || (loaded.has(path) && !kind.inert))
      acting.set(path, `entry point (${loaded.get(path)})`);
    else if (hook !== undefined) acting.set(path, `named by the ${hook} script`);
    else if (!kind.inert) acting.set(path, by === undefined ? kind.what : `${kind.what}, named in ${by[0]}`);
    else if (by !== undefined) acting.set(path, `${kind.what}, but named in ${by[0]}`);
    else if (named.loader !== null && liesIn(whole, path))
      acting.set(path, `${kind.what}, but ${named.loader} loads what it finds in folders`);
    else if (named.unread !== null)
      acting.set(path, `${kind.what}, but ${named.unread} was not searched for its name`);
    else inert.set(path, `${kind.what}; nothing names it`);
  }
  const missed = missedFiles(input, loaded, named.hooks);
  return { acting, inert, expected: expectedEntries(input, unexplained, named), missed };
}

/**
 * Which files name which of the wanted paths; `unread` is a file that should have been searched and wasn't, `loader` one that
 * loads whatever lies in some folder.
 */
function namedBy(
  { comparison, entryPoints, contents }: ReachabilityInput,
  wanted: readonly string[],
  missing: readonly string[],
) {
  const index = mentionIndex(wanted);
  const anyCase = new Map<string, string[]>();
  for (const path of wanted) anyCase.set(folded(path), [...(anyCase.get(folded(path)) ?? []), path]);
  const by = new Map<string, string[]>();
  let unread: string | null = null;
  let loader: string | null = null;
  if (wanted.length > 0)
    for (const entry of comparison.entries) {
      if (!isSearched(entry)) continue;
      const content = contents.get(entry.path);
      if (content === undefined) {
        unread ??= entry.path;
        continue;
      }
      if (loader === null && loadsWhatItFinds(content)) loader = entry.path;
      const specified = [...relativePaths(entry.path, content)].flatMap(
        (path) => anyCase.get(folded(path)) ?? [],
      );
      for (const path of new Set([...index.in(content), ...specified])) {
        if (path === entry.path) continue;
        if (!by.has(path)) by.set(path, []);
        by.get(path)!.push(entry.path);
      }
    }
  const hooks = new Map<string, string>();
  const commands = mentionIndex([...wanted, ...missing]);
  for (const { hook, command } of entryPoints.installHooks)
    for (const path of commands.words(Buffer.from(command))) hooks.set(path, hook);
  return { by, hooks, unread, loader };
}

/** Missing files that are an entry point, run on installation, or loaded by a script of the release that names their path. */
function missedFiles(
  { comparison, contents }: ReachabilityInput,
  loaded: ReadonlyMap<string, string>,
  hooks: ReadonlyMap<string, string>,
): Map<string, string> {
  const missed = new Map<string, string>();
  const open = new Set<string>();
  for (const { path, from } of comparison.missing) {
    const by = loaded.get(path) ?? hooks.get(path) ?? (from === 'source' ? 'the manifest' : undefined);
    if (by !== undefined) missed.set(path, by);
    if (by === undefined || from === 'source') {
      if (isCode(path) || path.endsWith('.json')) open.add(path);
    }
  }
  if (open.size === 0) return missed;
  for (const entry of comparison.entries) {
    const content = isSearched(entry) ? contents.get(entry.path) : undefined;
    if (content === undefined) continue;
    for (const path of relativePaths(entry.path, content)) if (open.has(path)) missed.set(path, entry.path);
  }
  return missed;
}

/**
 * Follows names from what is accounted for: an entry point that an explained manifest states, files that explained code names, and what those
 * name in turn while no reference has a file there. A changed file makes nothing expected: what it names may have come with the change.
 */
function expectedEntries(
  { comparison, entryPoints, manifestFile }: ReachabilityInput,
  unexplained: readonly ComparedEntry[],
  { by, hooks }: ReturnType<typeof namedBy>,
): Set<string> {
  const explained = new Set(
    comparison.entries.filter(({ evidence }) => evidence.kind !== 'none').map(({ path }) => path),
  );
  const stated = explained.has(manifestFile)
    ? [...entryPoints.loaded.map(({ path }) => path), ...hooks.keys()]
    : [];
  const phantoms = new Set(unexplained.filter(({ phantom }) => phantom).map(({ path }) => path));
  const names = new Map<string, string[]>();
  for (const [path, files] of by)
    for (const file of files) {
      if (!names.has(file)) names.set(file, []);
      names.get(file)!.push(path);
    }
  const expected = new Set<string>();
  const next = [...stated, ...[...explained].flatMap((path) => names.get(path) ?? [])];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (!phantoms.has(path) || expected.has(path)) continue;
    expected.add(path);
    next.push(...(names.get(path) ?? []));
  }
  return expected;
}
