import { posix } from 'node:path';
import { parse } from 'yaml';
import type { PlanningInput } from '../../ecosystem.js';
import { objectOf } from '../json-object.js';
import { matchesFolders } from './folder-pattern.js';
import { withoutComments } from './json-comments.js';
import { type Manifest, readManifest } from './manifest.js';
import { inRange, isRange } from './versions.js';

/** A package of a workspace. */
export interface Member {
  /** Relative to the repository's root. */
  folder: string;
  name: string;
  manifest: Manifest;
}

/** The packages of one repository that are developed and built together. */
export interface Workspace {
  /** Folder that lists them, where the install runs. */
  root: string;
  /** File that lists them; null when they only lie side by side. */
  declaredBy: string | null;
  /** Members by name. */
  members: ReadonlyMap<string, Member>;
}

const longest = 2 ** 18;

/**
 * The workspace that the package belongs to: of the nearest folder above it, or its own, whose files list it as a member (the root
 * of a workspace counts as one), else the folders beside it that have a package.json too. nx, turbo, moon and newer lerna go by what
 * the package manager lists. Null when the package stands alone.
 */
export function workspaceOf(
  input: PlanningInput,
  folders: readonly string[],
  manifests: ReadonlyMap<string, Manifest>,
): Workspace | null {
  const candidates = [...input.files.keys()].filter((path) => posix.basename(path) === 'package.json');
  for (const root of folders) {
    for (const { place, patterns } of declarations(input, root, manifests.get(root))) {
      const lists = (folder: string) =>
        folder !== root && isBelow(folder, root) && matchesFolders(patterns, posix.relative(root, folder));
      if (input.directory !== root && !lists(input.directory)) continue;
      const members = membersIn(input, candidates.map(folderOf).filter(lists));
      if (members.size > 0) return { root, declaredBy: place, members };
    }
  }
  return besideEachOther(input, folders, manifests, candidates);
}

/** The members that the package in a folder needs, at any depth, each after those that it needs itself. */
export function neededMembers({ members }: Workspace, folder: string, manifest: Manifest): Member[] {
  const order: Member[] = [];
  const seen = new Set([folder]);
  // A stack and not recursion: a chain may be as long as there are members.
  const stack: { member: Member | null; left: Member[] }[] = [
    { member: null, left: linked(members, manifest) },
  ];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.left.shift();
    if (next === undefined) {
      stack.pop();
      if (top.member !== null) order.push(top.member);
    } else if (!seen.has(next.folder)) {
      seen.add(next.folder);
      stack.push({ member: next, left: linked(members, next.manifest) });
    }
  }
  return order;
}

/** Members that the install puts in place of a package of the registry. */
function linked(members: Workspace['members'], { dependencies }: Manifest): Member[] {
  return [...dependencies].flatMap(([name, range]) => {
    const member = members.get(name);
    if (member === undefined) return [];
    const { version } = member.manifest;
    return version === null || !isRange(range) || inRange(version, range) ? [member] : [];
  });
}

/** What the files of a folder say about where members are. */
function declarations(
  { files }: PlanningInput,
  folder: string,
  manifest: Manifest | undefined,
): { place: string; patterns: string[] }[] {
  const at = (name: string) => posix.join(folder, name);
  const found = [
    { place: at('pnpm-workspace.yaml'), patterns: listIn(files.get(at('pnpm-workspace.yaml')), 'packages') },
    { place: at('package.json'), patterns: manifest?.workspaces ?? [] },
    { place: at('lerna.json'), patterns: listIn(files.get(at('lerna.json')), 'packages') },
    { place: at('rush.json'), patterns: listIn(files.get(at('rush.json')), 'projects', 'projectFolder') },
  ];
  return found.filter(({ patterns }) => patterns.length > 0);
}

/** Text items of a list in YAML or JSON (which YAML includes), or one member of each item. Comments of JavaScript are dropped. */
function listIn(text: string | undefined, key: string, inner?: string): string[] {
  if (text === undefined || text.length > longest) return [];
  const plain = inner === undefined ? text : withoutComments(text);
  try {
    const list = objectOf(parse(plain, { maxAliasCount: 50, logLevel: 'error' }))[key];
    const items: unknown[] = Array.isArray(list) ? list.slice(0, 2_000) : [];
    return items
      .map((item) => (inner === undefined ? item : objectOf(item)[inner]))
      .filter((item) => typeof item === 'string');
  } catch {
    return [];
  }
}

/** Packages in folders beside each other, under a root that has a manifest of its own. */
function besideEachOther(
  input: PlanningInput,
  folders: readonly string[],
  manifests: ReadonlyMap<string, Manifest>,
  candidates: readonly string[],
): Workspace | null {
  const root = folders.find((folder) => folder !== input.directory && manifests.has(folder));
  if (root === undefined) return null;
  const parent = folderOf(input.directory);
  const beside = candidates.map(folderOf).filter((folder) => folder !== '' && folderOf(folder) === parent);
  const members = membersIn(input, beside);
  return members.size === 0 ? null : { root, declaredBy: null, members };
}

function membersIn({ files }: PlanningInput, folders: readonly string[]): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const folder of folders) {
    const manifest = readManifest(files.get(posix.join(folder, 'package.json')) ?? '');
    if (manifest === null || manifest.name === null || members.has(manifest.name)) continue;
    members.set(manifest.name, { folder, name: manifest.name, manifest });
  }
  return members;
}

function isBelow(folder: string, root: string): boolean {
  return root === '' || folder.startsWith(`${root}/`);
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}
