import type { ComparedEntry, Comparison } from '../compare/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { isCodeOrCommand } from './contents.js';
import { foldersOfCode, liesIn } from './folder-loader.js';
import { isCode, type Kind, kindOf } from './kinds.js';
import { loadGraph } from './load-graph.js';
import { type Naming, namedBy } from './named-by.js';
import type { Lead } from './schema.js';

/**
 * Fields whose patterns offer files to importers, whole folders of them: that a readme is among them makes nobody run it.
 */
const offers = (field: string) => /^(?:exports|imports)(?: of |$)/.test(field);

/** What reachability is told from. */
export interface ReachabilityInput {
  comparison: Comparison;
  entryPoints: EntryPoints;
  contents: ReadonlyMap<string, Buffer>;
  /** Installed path of the ecosystem's manifest. */
  manifestFile: string;
  /** Paths at which a rebuild that made only a part packed nothing; absent where there was none. */
  unpacked?: ReadonlySet<string> | undefined;
}

/** What became of the entries without evidence. */
export interface Reachability {
  /** Why an entry could act, by path. */
  acting: Map<string, string>;
  /** What an entry is that can't, by path. */
  inert: Map<string, string>;
  /** How acting entries are reached, by path; absent where nothing is known to lead there. */
  leads: Map<string, Lead>;
  /** Acting entries that something accounted for loads or names: a build should have made them. */
  expected: Set<string>;
  /** Missing files that what is there loads or names, with what does. */
  missed: Map<string, string>;
  /**
   * Acting entries that no build of the source can have made, so that none is needed to judge them, nor what is missed; absent where nothing can be told
   * without one.
   */
  unmade?: Set<string>;
}

/**
 * Decides which of the entries without evidence could act. Only what is of a kind on the closed list of `kindOf`, is no entry point, is named
 * by no install hook and by no file of the release, whole or put together, can't. What could not be searched may name anything.
 */
export function reachability(input: ReachabilityInput): Reachability {
  const { comparison, entryPoints, contents, manifestFile } = input;
  const unexplained = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const kinds = new Map(
    unexplained.map(({ path, mode }) => [path, kindOf(path, mode, contents.get(path))] as const),
  );
  const named = namedBy(input, kinds);
  const loaded = new Map(entryPoints.loaded.map(({ path, field }) => [path, field]));
  const graph = loadGraph(entryPoints, named);
  const why = reasons(input, named, loaded);
  const acting = new Map<string, string>();
  const inert = new Map<string, string>();
  const leads = new Map<string, Lead>();
  for (const [path, kind] of kinds) {
    const reason = path === manifestFile ? 'the manifest' : why(path, kind);
    if (reason === null) inert.set(path, `${kind.what}; no entry point leads to it and nothing names it`);
    else {
      acting.set(path, reason);
      const lead = graph.lead(path) ?? leadOfNamer(named.by.get(path) ?? [], graph.lead);
      if (lead !== null) leads.set(path, lead);
    }
  }
  const missed = missedFiles(input, named, loaded);
  return { acting, inert, leads, expected: expectedEntries(input, unexplained, named), missed };
}

/** Why an entry without evidence could act; null when it can't. */
function reasons(
  { comparison, entryPoints }: ReachabilityInput,
  named: Naming,
  loaded: ReadonlyMap<string, string>,
): (path: string, kind: Kind) => string | null {
  const run = new Set(entryPoints.loaded.flatMap(({ path, field }) => (offers(field) ? [] : [path])));
  const stated = new Map(entryPoints.mentioned?.map(({ path, field }) => [path, field]));
  const whole = named.loader === null ? new Set<string>() : foldersOfCode(comparison);
  return (path, { inert, what }) => {
    const by = named.by.get(path);
    const hook = named.hooks.get(path);
    if (run.has(path) || (loaded.has(path) && !inert)) return `entry point (${loaded.get(path)})`;
    if (hook !== undefined) return `named by the ${hook} script`;
    if (!inert) return by === undefined ? what : `${what}, named in ${by[0]}`;
    if (by !== undefined) return `${what}, but named in ${by[0]}`;
    if (stated.has(path)) return `${what}, but named by the field ${stated.get(path)} of the manifest`;
    const maker = named.puttingTogether.get(path);
    if (maker !== undefined) return `${what}, but ${maker} puts names together that may be its`;
    if (named.loader !== null && liesIn(whole, path))
      return `${what}, but ${named.loader} loads what it finds in folders`;
    if (named.unread !== null) return `${what}, but ${named.unread} was not searched for its name`;
    return null;
  };
}

/** Of the files that name an entry, the one that an entry point leads to; else the first. */
function leadOfNamer(by: readonly string[], lead: (path: string) => Lead | null): Lead | null {
  for (const file of by) {
    const found = lead(file);
    if (found !== null) return { from: found.from, through: [...found.through, file] };
  }
  return by[0] === undefined ? null : { from: null, through: [by[0]] };
}

/** Missing files that are an entry point, run on installation, or loaded by a script of the release that names their path. */
function missedFiles(
  { comparison }: ReachabilityInput,
  { loads, hooks }: Naming,
  loaded: ReadonlyMap<string, string>,
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
  for (const [file, paths] of loads)
    if (isCodeOrCommand({ path: file })) for (const path of paths) if (open.has(path)) missed.set(path, file);
  return missed;
}

/**
 * Follows names from what is accounted for: an entry point that an explained manifest states, files that explained code asks for, and what those
 * ask for in turn while no reference has a file there. A changed file makes nothing expected: what it names may have come with the change.
 */
function expectedEntries(
  { comparison, entryPoints, manifestFile }: ReachabilityInput,
  unexplained: readonly ComparedEntry[],
  { asked, hooks }: Naming,
): Set<string> {
  const explained = new Set(
    comparison.entries.filter(({ evidence }) => evidence.kind !== 'none').map(({ path }) => path),
  );
  const stated = explained.has(manifestFile)
    ? [...entryPoints.loaded.map(({ path }) => path), ...hooks.keys()]
    : [];
  const phantoms = new Set(unexplained.filter(({ phantom }) => phantom).map(({ path }) => path));
  const expected = new Set<string>();
  const next = [...stated, ...[...explained].flatMap((path) => asked.get(path) ?? [])];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (!phantoms.has(path) || expected.has(path)) continue;
    expected.add(path);
    next.push(...(asked.get(path) ?? []));
  }
  return expected;
}
