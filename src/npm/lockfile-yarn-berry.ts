import { objectOf } from './json-object.js';
import { elsewhere, type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';
import type { ProjectManifests } from './project-manifests.js';

/** An entry: the descriptors that led to it, and what it is. */
interface Entry {
  /** `name@npm:^1.0.0`, `alias@npm:name@^1.0.0`. */
  descriptors: string[];
  name: string;
  /** `npm:1.0.0`, `workspace:packages/x`, `patch:…`. */
  from: string;
  /** Names and ranges; a workspace's are those for development too. */
  asks: [string, string][];
}

/** Workspaces whose package.json is read at most. */
const mostWorkspaces = 5_000;

/**
 * What a yarn.lock of yarn 2 and later installs: `resolution: "@scope/name@npm:1.0.0"`, with the real name of an alias, and with what is not
 * from a registry under another protocol. Its checksums are of archives that yarn makes, so they say nothing about tarballs.
 */
export async function berryLocked(content: string, manifests: ProjectManifests): Promise<Locked[]> {
  if (/^[<=>|]{7}/m.test(content)) throw new SyntaxError('it holds a merge conflict');
  const entries = entriesOf(content);
  const roleOf = await rolesOf(entries, manifests);
  return entries.map(({ name, from, descriptors }, at) => {
    const version = /^npm:([^:#]+)/.exec(from)?.[1];
    const folders = descriptors.map(folderOf);
    return {
      ...(version === undefined ? elsewhere(name, from) : locked(name, version)),
      ...(folders.length === 0 || folders.includes(name) ? {} : { alias: folders[0]! }),
      ...roleOf(at),
    };
  });
}

function entriesOf(content: string): Entry[] {
  const found: Entry[] = [];
  let descriptors: string[] = [];
  let asks: Entry['asks'] = [];
  let isAsking = false;
  for (const line of content.split(/\r?\n/)) {
    // `"a@npm:1, a@npm:2":`, and `? "…"` with the colon on a line of its own where that is very long.
    const [, key] = /^(?:\? )?"?([^\s"#:?][^"]*?)"?:?$/.exec(line) ?? [];
    if (key !== undefined) {
      [descriptors, asks, isAsking] = [key.split(',').map((each) => each.trim()), [], false];
      continue;
    }
    const [, field] = /^ {2}(\w+):/.exec(line) ?? [];
    if (field !== undefined) isAsking = field === 'dependencies';
    const [, name, from] =
      /^ {2}resolution: "?((?:@[^/@\s]+\/)?[^/@\s]+)@([^"\s]+)"?[ \t]*$/.exec(line) ?? [];
    if (name !== undefined && from !== undefined) {
      asks = [];
      found.push({ descriptors, name, from, asks });
    }
    const [, asked, range] = /^ {4}"?([^"\s:]+)"?: "?([^"]+?)"?$/.exec(line) ?? [];
    if (isAsking && asked !== undefined && range !== undefined) asks.push([asked, range]);
  }
  return found;
}

/** What a package is installed under. */
function folderOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at === -1 ? descriptor : descriptor.slice(0, at);
}

/** Roles by place of the entry. What is for development stands in the package.json of each workspace only: without one of them, nobody knows. */
async function rolesOf(entries: readonly Entry[], manifests: ProjectManifests) {
  const byDescriptor = new Map<string, number>();
  const byName = new Map<string, number>();
  const sameName: number[][] = [];
  const patched = new Set<string>();
  for (const [at, { descriptors, name, from }] of entries.entries()) {
    for (const descriptor of descriptors) byDescriptor.set(descriptor, at);
    for (const each of new Set([name, ...descriptors.map(folderOf)])) {
      if (!byName.has(each)) byName.set(each, sameName.push([]) - 1);
      sameName[byName.get(each)!]!.push(at);
    }
    if (from.startsWith('patch:')) patched.add(name);
  }
  // Below zero are names: what `resolutions` replaced, or a patch is made of, may be any entry of that name.
  const named = (name: string): number[] => (byName.has(name) ? [-1 - byName.get(name)!] : []);
  const keyOf = ([name, range]: [string, string]): number[] => {
    const entry = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
    return entry === undefined ? named(name) : [entry];
  };
  const roots = { production: new Set<number>(), development: new Set<number>() };
  const workspaces = entries.filter(({ from }) => from.startsWith('workspace:'));
  let isDevelopmentKnown = workspaces.length <= mostWorkspaces;
  for (const { from, asks } of workspaces) {
    const manifest = isDevelopmentKnown ? await manifests.at(folderIn(from)) : null;
    if (manifest === null) isDevelopmentKnown = false;
    const always = new Set(
      ['dependencies', 'optionalDependencies'].flatMap((field) => Object.keys(objectOf(manifest?.[field]))),
    );
    const development = new Set(Object.keys(objectOf(manifest?.devDependencies)));
    for (const ask of asks) {
      const isDevelopment = development.has(ask[0]) && !always.has(ask[0]);
      for (const key of keyOf(ask)) roots[isDevelopment ? 'development' : 'production'].add(key);
    }
  }
  const entriesAt = (keys: Set<number>) =>
    [...keys].flatMap((key) => (key < 0 ? sameName[-1 - key]! : [key]));
  const roles = rolesIn<number>({
    roots: { production: entriesAt(roots.production), development: entriesAt(roots.development) },
    edges: (key) => {
      if (key < 0) return sameName[-1 - key]!;
      const { name, asks } = entries[key]!;
      return [...asks.flatMap(keyOf), ...(patched.has(name) ? named(name) : [])];
    },
  });
  return (at: number) => {
    if (workspaces.length === 0) return {};
    const { direct, production } = roles(at);
    return isDevelopmentKnown ? { direct, production } : { direct };
  };
}

/** `workspace:.`, `workspace:packages/x` */
function folderIn(from: string): string {
  const folder = from.slice('workspace:'.length);
  return folder === '.' ? '' : folder;
}
