import npa from 'npm-package-arg';
import { isJson, type Json, parseJson } from './json-object.js';
import { moveAddress } from './moved-address.js';

/** A manifest or lockfile of npm without the dependencies that no registry has. */
export interface LeftOut {
  /** As it was when `names` is empty. */
  text: string;
  /** Names of what was left out, sorted. */
  names: string[];
}

/** What a build may do without: `dependencies` are never left out. */
const kinds = ['devDependencies', 'optionalDependencies'];
/** What a development tool may do without in turn. */
const ownKinds = ['dependencies', 'optionalDependencies'];

/**
 * Leaves development and optional dependencies that live on git hosts and other servers out of a package.json, package-lock.json or
 * npm-shrinkwrap.json (format 1 to 3): a sandbox can't reach them, and test suites and forks of checkers are what most are. What
 * development tools take from there goes too, the tools stay. Pure;
 * text that can't be read stays as it is. `name` is that of the file, without folders.
 */
export function leaveOutForeign(name: string, text: string): LeftOut {
  const json = parseJson(text);
  if (json === null) return { text, names: [] };
  const names = name === 'package.json' ? fromManifest(json, kinds) : fromLockfile(json);
  return names.size === 0
    ? { text, names: [] }
    : { text: `${JSON.stringify(json, null, 2)}\n`, names: [...names].sort() };
}

function fromManifest(manifest: Json, which: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const ranges of which.map((kind) => manifest[kind]).filter(isJson)) {
    for (const [name, range] of Object.entries(ranges)) {
      if (!isForeign(name, range)) continue;
      delete ranges[name];
      names.add(name);
    }
  }
  return names;
}

/** Formats 2 and 3 list the manifests that were installed for, and then packages, by place; 1 and 2 list packages by name. */
function fromLockfile(lock: Json): Set<string> {
  const names = new Set<string>();
  const packages = isJson(lock.packages) ? lock.packages : {};
  for (const [place, entry] of Object.entries(packages)) {
    if (!isJson(entry)) continue;
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    // A link leads to a folder of the workspace, whose path may look like a shorthand of a code host.
    if (name !== undefined && (entry.link === true || !isDispensable(entry))) continue;
    if (name !== undefined && isForeign(name, entry.resolved)) {
      delete packages[place];
      names.add(name);
    } else for (const left of fromManifest(entry, name === undefined ? kinds : ownKinds)) names.add(left);
  }
  const byName = isJson(lock.dependencies) ? lock.dependencies : {};
  for (const [name, entry] of Object.entries(byName)) {
    if (!isJson(entry) || !isDispensable(entry) || !isForeign(name, entry.version)) continue;
    delete byName[name];
    names.add(name);
  }
  return names;
}

/** Whether a package in a lockfile is only there for development, or optional. */
function isDispensable({ dev, optional, devOptional }: Json): boolean {
  return dev === true || optional === true || devOptional === true;
}

function isForeign(name: string, range: unknown): boolean {
  if (typeof range !== 'string' || moveAddress(range, '') !== null) return false;
  try {
    return ['git', 'remote'].includes(npa.resolve(name, range).type);
  } catch {
    return false;
  }
}
