import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { textFile, whyUnreadable } from '../../config/text-file.js';
import type { ListedRelease } from '../../ecosystem.js';
import { lockfileNames } from '../../npm/lockfile.js';
import type { Resolved } from '../../npm/registry-names.js';
import type { RunDependency } from '../store/runs.js';
import { cyclonedx } from './cyclonedx.js';
import type { Input, InputServices, Listed, Named } from './define.js';
import { earlierText } from './earlier.js';
import { InputError } from './error.js';
import { applyFilters, type Filters, identity, type LeftOut, type One } from './filters.js';
import { list, spec } from './list.js';
import { lockfile } from './lockfile.js';
import { nodeModules } from './node-modules.js';
import { owner } from './owner.js';
import { packageJson } from './package-json.js';
import { spdx } from './spdx.js';

/** Asked in this order: the first that accepts what was named reads it. */
const inputs: readonly Input[] = [owner, lockfile, packageJson, nodeModules, cyclonedx, spdx, list, spec];

/** What reading inputs asks of the world. */
export interface ReadingServices extends InputServices {
  folder: string;
  stdin(): Promise<string>;
  /** What the registry has now for each. */
  resolve(wishes: readonly { name: string; wanted: string }[]): Promise<Resolved[]>;
  /** What a spec of a source release names now; a fault where that can't be had. */
  list(spec: string): Promise<ListedRelease | { fault: string }>;
}

/** What a run is to consist of. */
export interface ReadInputs {
  dependencies: RunDependency[];
  /** What filters left out. */
  leftOut: LeftOut;
}

/** Bytes of one input. */
const largest = { bytes: 64 * 2 ** 20, words: '64 MiB' };

/**
 * Reads everything that was named, each release once, and leaves out what filters say. Throws `InputError` for what is no input, in one line that
 * names it, and the registry's errors where something has to be resolved and it can't be reached.
 */
export async function readInputs(
  named: readonly string[],
  { changedSince, ...filters }: Filters & { changedSince?: string },
  services: ReadingServices,
): Promise<ReadInputs> {
  const all: One[] = [];
  const before = new Set<string>();
  for (const text of named) {
    const one = await look(text, services);
    const input = await accepting(one);
    for (const listed of await input.read(one, services)) all.push({ listed, origin: text });
    if (changedSince === undefined) continue;
    for (const listed of await earlier(one, input, changedSince, services)) before.add(identity(listed));
  }
  const { kept, leftOut } = await applyFilters(
    all,
    { ...filters, ...(changedSince === undefined ? {} : { before }) },
    (ones) => resolved(ones, services),
  );
  return { dependencies: unique(kept.map(dependencyOf)), leftOut };
}

async function accepting(named: Named): Promise<Input> {
  for (const input of inputs) if (await input.accepts(named)) return input;
  throw new InputError(
    `${named.text} can't be used: it is none of ${inputs.map(({ title }) => title).join(', ')}`,
  );
}

/** What an input named at a revision of the repository that its file lies in. */
async function earlier(
  named: Named,
  input: Input,
  revision: string,
  services: ReadingServices,
): Promise<Listed[]> {
  if (named.path === null || named.isFolder)
    throw new InputError(`--changed-since can't be used with ${named.text}: it is no file`);
  const text = await earlierText(named.path, revision, named.text);
  return text === null ? [] : input.read({ ...named, content: async () => text }, services);
}

/** What lies where a name leads: a file, a folder, or nothing. */
async function look(text: string, { folder, stdin }: ReadingServices): Promise<Named> {
  if (text === '-') {
    let read: Promise<string> | undefined;
    // It can be read once.
    const content = () => {
      read ??= stdin();
      return read;
    };
    return { text, path: null, isFolder: false, fileName: '', content };
  }
  const path = resolve(folder, text);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return inFolder(text, path);
  if (found === null && /^\.{0,2}\/|\.(?:json|ya?ml|lock|lockb|txt)$/.test(text))
    throw new InputError(`${text} can't be used: there is no such file`);
  if (found !== null && !found.isFile())
    throw new InputError(`${text} can't be used: it is no regular file; \`-\` is stdin`);
  if (found === null) return { text, path: null, isFolder: false, fileName: '', content: async () => '' };
  return { text, path, isFolder: false, fileName: basename(path), content: textOf(path, text) };
}

/** Reads a file when it is first asked for. */
function textOf(path: string, shown: string): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => {
    text ??= textFile(path, largest).catch((cause: unknown) => {
      throw new InputError(`${shown} can't be used: ${whyUnreadable(cause)}`, undefined, cause);
    });
    return text;
  };
}

/** A folder of a project stands for its lockfile. */
async function inFolder(text: string, path: string): Promise<Named> {
  if (basename(path) === 'node_modules')
    return { text, path, isFolder: true, fileName: '', content: async () => '' };
  for (const name of lockfileNames) {
    const file = join(path, name);
    if ((await stat(file).catch(() => null))?.isFile())
      return { text, path: file, isFolder: false, fileName: name, content: textOf(file, join(text, name)) };
  }
  throw new InputError(
    `${text} can't be used: it is a folder without a lockfile, and no node_modules folder`,
  );
}

/** Why something is no release to verify. */
const reasons = {
  git: 'it comes from a git repository: no registry serves it',
  archive: 'it comes from an address: no registry serves it',
  patch: 'it is patched here: what is installed is no release',
  folder: 'it is a folder of the project',
} as const;
const bundledReason = 'it lies inside of the tarball of another package, and is verified with that';

/** The same, with what the registry has now for wishes that it was not asked for yet. */
async function resolved(some: readonly One[], services: ReadingServices): Promise<One[]> {
  const all = await withSources(some, services);
  const wishes = all.flatMap(({ listed }) =>
    listed.kind === 'wish' && listed.found === undefined ? [listed] : [],
  );
  if (wishes.length === 0) return all;
  const found = await services.resolve(wishes);
  const answers = new Map(wishes.map((wish, at) => [wish as Listed, found[at]!]));
  return all.map(({ listed, origin }) => {
    const answer = answers.get(listed);
    return {
      origin,
      listed: answer === undefined || listed.kind !== 'wish' ? listed : { ...listed, found: answer },
    };
  });
}

/** One after the other: they are looked up in the same index. */
async function withSources(all: readonly One[], { list }: ReadingServices): Promise<One[]> {
  const each: One[] = [];
  for (const one of all) {
    const { listed } = one;
    if (listed.kind !== 'source' || listed.found !== undefined) each.push(one);
    else each.push({ ...one, listed: { ...listed, found: await list(listed.reference) } });
  }
  return each;
}

function dependencyOf({ listed, origin }: One): RunDependency {
  const nothing = {
    version: null,
    integrity: null,
    reference: null,
    alias: null,
    direct: null,
    production: null,
  };
  if (listed.kind === 'foreign')
    return { ...nothing, kind: 'foreign', name: listed.name, origin, reason: listed.reason };
  if (listed.kind === 'source') {
    const { reference, integrity: stated, found, direct = null, production = null } = listed;
    const common = { ...nothing, kind: 'source', direct, production, origin, reason: null };
    // What can't be found now is verified all the same, and fails with what is said of it then.
    if (found === undefined || 'fault' in found)
      return { ...common, name: reference, version: 'latest', integrity: stated, reference };
    const { name, version, integrity, spec } = found;
    // What was stated where it is used counts more than what is said where it is from: the two are held against each other when it is verified.
    return { ...common, name, version, integrity: stated ?? integrity, reference: spec };
  }
  const { name, alias = null, direct = null, production = null } = listed;
  const common = { ...nothing, name, alias, direct, production, origin };
  if (listed.kind === 'wish') {
    const { wanted, found } = listed;
    // What the registry doesn't have is verified all the same, and fails with what the registry says: it must not pass for something of another kind.
    const version = found === undefined || 'fault' in found ? wanted || 'latest' : found.version;
    const integrity = found === undefined || 'fault' in found ? null : found.integrity;
    return { ...common, kind: 'registry', version, integrity, reference: wanted, reason: null };
  }
  if (listed.kind !== 'registry') {
    const { kind, reference } = listed;
    return { ...common, kind, reference, reason: reasons[kind] };
  }
  const { version, integrity, bundled } = listed;
  const kind = bundled ? 'bundled' : 'registry';
  return { ...common, kind, version, integrity, reason: bundled ? bundledReason : null };
}

/** What is the same is there once; it is direct, or for production, where any of it is, and unknown where none is and any may be. */
function unique(all: readonly RunDependency[]): RunDependency[] {
  const each = new Map<string, RunDependency>();
  for (const one of all) {
    const { kind, name, version, integrity, reference } = one;
    const key = JSON.stringify([kind, name, version, integrity, version === null ? reference : null]);
    const known = each.get(key);
    each.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            direct: either(known.direct, one.direct),
            production: either(known.production, one.production),
          },
    );
  }
  return [...each.values()];
}

const either = (a: boolean | null, b: boolean | null): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;
