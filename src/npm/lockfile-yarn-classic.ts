import { type Json, objectOf } from './json-object.js';
import { elsewhere, type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** An entry: what asked for it, and what it asks for. */
interface Entry {
  patterns: string[];
  version: string;
  integrity: string | null;
  asks: string[];
}

/**
 * What a yarn.lock of yarn Classic installs. Throws when it is none, or holds a merge conflict.
 *
 * @param projects The package.json of the project and of its workspaces, which alone tell what the project asks for; null where they are not known.
 */
export function classicLocked(content: string, projects: readonly Json[] | null = null): Locked[] {
  const entries = entriesOf(content);
  const roleOf = projects === null ? () => ({}) : rolesOf(entries, projects);
  return entries.flatMap((entry, at) => lockedOf(entry).map((one) => ({ ...one, ...roleOf(at) })));
}

/**
 * The file is read line by line, as yarn writes it. Yarn's own parser is no choice: at a quote or a comment that the end of the file
 * cuts off, it takes all memory there is.
 */
function entriesOf(content: string): Entry[] {
  const found: Entry[] = [];
  let [patterns, asks]: [string[], string[]] = [[], []];
  let [version, integrity]: (string | null)[] = [null, null];
  const finish = (): void => {
    if (version !== null && version !== undefined && isVersion(version))
      found.push({ patterns, version, integrity: integrity ?? null, asks });
    [patterns, version, integrity, asks] = [[], null, null, []];
  };
  for (const line of content.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      finish();
      patterns = patternsOf(line);
      continue;
    }
    const [, name, ofQuoted, range] = /^ {4}"?([^"\s]+)"? (?:"([^"\\]*)"|([^\s"]+)) *$/.exec(line) ?? [];
    if (name !== undefined) asks.push(`${name}@${ofQuoted ?? range}`);
    // Two spaces: a field of the entry. More belong to its dependencies.
    const [, field, quoted, bare] = /^ {2}(version|integrity) (?:"([^"\\]*)"|([^\s"]+)) *$/.exec(line) ?? [];
    if (field === 'version') version = quoted ?? bare ?? null;
    if (field === 'integrity') integrity = quoted ?? bare ?? null;
  }
  finish();
  return found;
}

/** One entry may be of several names, where somebody has put them together by hand. */
function lockedOf({ patterns, version, integrity }: Entry): Locked[] {
  const from = patterns.find((pattern) => isElsewhere.test(pattern));
  const byName = new Map<string, string[]>();
  for (const pattern of patterns) {
    const name = nameOf(pattern);
    const folder = folderOf(pattern);
    const known = byName.get(name);
    if (known !== undefined) known.push(folder);
    else if (isPackageName(name)) byName.set(name, [folder]);
  }
  return [...byName].map(([name, folders]) => ({
    ...(from === undefined
      ? locked(name, version, { integrity })
      : elsewhere(name, from.slice(name.length + 1))),
    ...(folders.includes(name) ? {} : { alias: folders[0]! }),
  }));
}

/**
 * Roles by place of the entry. A pattern that no entry has was replaced by the `resolutions` of the project: any entry of that name may be what
 * is installed for it then.
 */
function rolesOf(entries: readonly Entry[], projects: readonly Json[]) {
  const byPattern = new Map<string, number>();
  const byFolder = new Map<string, number>();
  const sameFolder: number[][] = [];
  for (const [at, { patterns }] of entries.entries()) {
    for (const pattern of patterns) {
      byPattern.set(pattern, at);
      const folder = folderOf(pattern);
      if (!byFolder.has(folder)) byFolder.set(folder, sameFolder.push([]) - 1);
      sameFolder[byFolder.get(folder)!]!.push(at);
    }
  }
  // Below zero are names, and what is asked for under each.
  const keyOf = (pattern: string): number[] => {
    const entry = byPattern.get(pattern);
    if (entry !== undefined) return [entry];
    const folder = byFolder.get(folderOf(pattern));
    return folder === undefined ? [] : [-1 - folder];
  };
  const asked = (...fields: string[]): number[] =>
    projects.flatMap((project) =>
      fields.flatMap((field) =>
        Object.entries(objectOf(project[field])).flatMap(([name, range]) =>
          keyOf(`${name}@${String(range)}`),
        ),
      ),
    );
  const direct = (keys: number[]) =>
    [...new Set(keys)].flatMap((key) => (key < 0 ? sameFolder[-1 - key]! : [key]));
  return rolesIn<number>({
    roots: {
      production: direct(asked('dependencies', 'optionalDependencies')),
      development: direct(asked('devDependencies')),
    },
    edges: (key) => (key < 0 ? sameFolder[-1 - key]! : entries[key]!.asks.flatMap(keyOf)),
  });
}

/** A pattern that asks no registry: an address, a path, a shorthand of a code host. */
const isElsewhere =
  /^(?:@[^/@]+\/)?[^/@]+@(?:git|https?:|ssh:|file:|link:|\.{0,2}\/|(?:github|gitlab|bitbucket|gist):|[\w.-]+\/[\w.-]+(?:#|$))/;

/** The patterns of an entry's first line: `a@^1.0.0, "@scope/b@>= 1":`. */
export function patternsOf(line: string): string[] {
  if (/^[<=>|]{7}/.test(line)) throw new SyntaxError('it holds a merge conflict');
  if (line.startsWith('__metadata:')) throw new SyntaxError('it is of yarn 2 or later');
  if (!line.endsWith(':')) throw new SyntaxError('a line belongs to no entry');
  return [...line.slice(0, -1).matchAll(/"([^"]*)"|[^\s",][^",]*/g)].map(([bare, quoted]) => quoted ?? bare);
}

/** What a package is installed under: `name@^1.0.0`, `alias@npm:@scope/name@^1.0.0`. */
function folderOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at === -1 ? pattern : pattern.slice(0, at);
}

/** The real name of what a pattern asks for. */
function nameOf(pattern: string): string {
  const folder = folderOf(pattern);
  const [, real] = /^@npm:((?:@[^/@]+\/)?[^@]+)/.exec(pattern.slice(folder.length)) ?? [];
  return real ?? folder;
}
