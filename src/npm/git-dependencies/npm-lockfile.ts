import { isJson, type Json, parseJson } from '../json-object.js';
import { type GitReference, gitReference } from './reference.js';
import type { RewrittenGit, ServeGit } from './rewrite.js';

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];

/**
 * package-lock.json and npm-shrinkwrap.json, format 1 to 3. npm compares each package's source with the range that asks for it, so
 * both are made to name the proxy.
 */
export function rewriteNpmLockfile(text: string, serve: ServeGit): RewrittenGit {
  const ranges = new Map<string, string>();
  const lock = parseJson(text);
  if (lock === null) return { text, ranges };
  const changed = [
    isJson(lock.packages) && rewritePlaces(lock.packages, serve, ranges),
    isJson(lock.dependencies) && rewriteNested(lock.dependencies, serve, ranges),
  ];
  return { text: changed.includes(true) ? `${JSON.stringify(lock, null, 2)}\n` : text, ranges };
}

/** Formats 2 and 3: by place of installation, with the ranges that each package asks for. */
function rewritePlaces(packages: Json, serve: ServeGit, ranges: Map<string, string>): boolean {
  const moved = new Map<string, string>();
  for (const [place, entry] of Object.entries(packages)) {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    if (name === undefined || !isJson(entry)) continue;
    const reference = lockedReference(name, entry.resolved);
    const served = reference && serve(reference);
    if (!served) continue;
    entry.resolved = served.address;
    entry.integrity = served.integrity;
    moved.set(place, served.address);
  }
  if (moved.size === 0) return false;
  for (const [place, entry] of Object.entries(packages)) {
    if (!isJson(entry)) continue;
    for (const wanted of kinds.map((kind) => entry[kind]).filter(isJson)) {
      for (const [name, range] of Object.entries(wanted)) {
        const address = moved.get(installedFor(place, name, packages) ?? '');
        if (address === undefined || gitReference(name, range) === null) continue;
        wanted[name] = address;
        ranges.set(`${name}@${range}`, address);
        if (place === '') ranges.set(`${name}@`, address);
      }
    }
  }
  return true;
}

/** A lockfile writes addresses whole. A path of two words is a folder of the workspace, never a shorthand of a code host. */
function lockedReference(name: string, text: unknown): GitReference | null {
  return typeof text === 'string' && text.includes(':') ? gitReference(name, text) : null;
}

/** The place that a package at another place finds a name in, as node looks it up; null for none. */
function installedFor(place: string, name: string, packages: Json): string | null {
  for (let at = place; ; at = at.replace(/(?:^|\/)[^/]*$/, '')) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (at === '') return null;
  }
}

/** A level of format 1, and the one it is nested in. */
interface Level {
  packages: Json;
  moved: Map<string, string>;
  outer: Level | null;
}

/** Formats 1 and 2: nested by name; `requires` are the ranges, and what asks for the outermost packages is not listed. */
function rewriteNested(outermost: Json, serve: ServeGit, ranges: Map<string, string>): boolean {
  const levels: Level[] = [{ packages: outermost, moved: new Map(), outer: null }];
  const byPackages = new Map<Json, Level>();
  for (const level of levels) {
    for (const [name, entry] of Object.entries(level.packages)) {
      if (!isJson(entry)) continue;
      if (isJson(entry.dependencies)) {
        const inner: Level = { packages: entry.dependencies, moved: new Map(), outer: level };
        levels.push(inner);
        byPackages.set(inner.packages, inner);
      }
      const reference = lockedReference(name, entry.version);
      const served = reference && serve(reference);
      if (!served) continue;
      if (typeof entry.from === 'string')
        ranges.set(entry.from.startsWith(`${name}@`) ? entry.from : `${name}@${entry.from}`, served.address);
      entry.version = served.address;
      entry.integrity = served.integrity;
      delete entry.from;
      level.moved.set(name, served.address);
      if (level.outer === null) ranges.set(`${name}@`, served.address);
    }
  }
  if (levels.every(({ moved }) => moved.size === 0)) return false;
  for (const level of levels) {
    for (const entry of Object.values(level.packages)) {
      if (!isJson(entry) || !isJson(entry.requires)) continue;
      const own = isJson(entry.dependencies) ? byPackages.get(entry.dependencies) : undefined;
      for (const [name, range] of Object.entries(entry.requires)) {
        const address = gitReference(name, range) === null ? null : movedFor(own ?? level, name);
        if (address !== null) entry.requires[name] = address;
      }
    }
  }
  return true;
}

function movedFor(from: Level, name: string): string | null {
  for (let level: Level | null = from; level !== null; level = level.outer) {
    if (Object.hasOwn(level.packages, name)) return level.moved.get(name) ?? null;
  }
  return null;
}
