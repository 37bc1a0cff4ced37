import { posix } from 'node:path';
import { isJson } from '../json-object.js';

/** A tool and the versions of it that a source asks for. */
export interface Wish {
  name: string;
  /** Exact version or range, raw. */
  version: string;
}

/** What planning reads of a package.json. All of it is the source's word: names and values may be anything. */
export interface Manifest {
  name: string | null;
  version: string | null;
  scripts: ReadonlyMap<string, string>;
  engines: ReadonlyMap<string, string>;
  packageManager: string | null;
  /** `devEngines.runtime` and `devEngines.packageManager`. */
  devEngines: { runtime: Wish[]; packageManager: Wish[] };
  volta: ReadonlyMap<string, string>;
  /** Ranges of dependencies of every kind; the kind that is installed for development wins. */
  dependencies: ReadonlyMap<string, string>;
  /** Dependencies are packed with the package. */
  bundlesDependencies: boolean;
  workspaces: string[];
  /** Positive patterns of `files`. */
  files: string[];
  /** Paths that entry fields name, relative to the package's folder, without patterns. */
  targets: string[];
  /** `publishConfig.directory`, which pnpm, yarn and lerna publish instead of the package's folder. */
  publishDirectory: string | null;
}

const longest = 4 * 2 ** 20;

/** Reads a package.json; null when it is none. Never throws. */
export function readManifest(text: string): Manifest | null {
  if (text.length > longest) return null;
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  if (!isJson(json)) return null;
  const devEngines = isJson(json.devEngines) ? json.devEngines : {};
  const dependencyKinds = ['peerDependencies', 'optionalDependencies', 'dependencies', 'devDependencies'];
  return {
    name: typeof json.name === 'string' ? json.name : null,
    version: typeof json.version === 'string' ? json.version : null,
    scripts: strings(json.scripts),
    engines: strings(json.engines),
    packageManager: typeof json.packageManager === 'string' ? json.packageManager : null,
    devEngines: { runtime: wishes(devEngines.runtime), packageManager: wishes(devEngines.packageManager) },
    volta: strings(json.volta),
    dependencies: new Map(dependencyKinds.flatMap((kind) => [...strings(json[kind])])),
    bundlesDependencies: ['bundleDependencies', 'bundledDependencies'].some((field) => isStated(json[field])),
    workspaces: list(isJson(json.workspaces) ? json.workspaces.packages : json.workspaces),
    files: list(json.files).filter((pattern) => !pattern.startsWith('!')),
    targets: targets(json),
    publishDirectory: publishDirectory(json.publishConfig),
  };
}

/** Whether a field asks for something: neither absent, nor false, nor an empty list. */
function isStated(value: unknown): boolean {
  return !(
    value === undefined ||
    value === null ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function publishDirectory(config: unknown): string | null {
  if (!isJson(config) || typeof config.directory !== 'string') return null;
  const path = posix.normalize(config.directory).replace(/\/$/, '');
  return path === '.' || path.startsWith('..') || path.startsWith('/') ? null : path;
}

/** The members of an object whose values are text; in a map, so that no name is special. */
function strings(value: unknown): Map<string, string> {
  if (!isJson(value)) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function wishes(value: unknown): Wish[] {
  return (Array.isArray(value) ? value : [value]).filter(isJson).flatMap(({ name, version }) => {
    return typeof name === 'string' && typeof version === 'string' ? [{ name, version }] : [];
  });
}

function targets(json: Record<string, unknown>): string[] {
  const fields = ['main', 'module', 'browser', 'types', 'typings', 'bin', 'exports', 'unpkg', 'jsdelivr'];
  const found = new Set<string>();
  for (const field of fields) collect(json[field], found, 0);
  return [...found];
}

/** Adds every relative path inside a value; a pattern such as `./dist/*.js` gives the folder before the star. */
function collect(value: unknown, found: Set<string>, depth: number): void {
  if (depth > 12 || found.size > 2_000) return;
  if (typeof value === 'string') {
    const fixed = value.includes('*') ? value.slice(0, value.indexOf('*')).replace(/[^/]*$/, '') : value;
    const path = posix.normalize(fixed).replace(/\/$/, '');
    if (path !== '' && path !== '.' && !path.startsWith('..') && !path.startsWith('/')) found.add(path);
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, found, depth + 1);
  }
}
