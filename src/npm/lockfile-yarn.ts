import { elsewhere, type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/**
 * What a yarn.lock of any yarn installs. Throws when it is none, or holds a merge conflict.
 *
 * @param manifest The package.json beside it, which alone tells what the project asks for; without it, and for yarn 2 and later, where workspaces
 * have theirs elsewhere, no roles are known.
 */
export function yarnLocked(content: string, manifest: Manifest | null = null): Locked[] {
  return /^__metadata:/m.test(content) ? berry(content) : classic(content, manifest);
}

/** Parsed, and of any shape. */
type Manifest = Readonly<Record<string, unknown>>;

/**
 * yarn 2 and later: `resolution: "@scope/name@npm:1.0.0"`, with the real name of an alias, and with what is not from a registry under
 * another protocol. Its checksums are of archives that yarn makes, so they say nothing about tarballs.
 */
function berry(content: string): Locked[] {
  if (/^[<=>|]{7}/m.test(content)) throw new SyntaxError('it holds a merge conflict');
  const resolutions = content.matchAll(
    /^ {2}resolution: "?((?:@[^/@\s]+\/)?[^/@\s]+)@([^"\s]+)"?[ \t]*\r?$/gm,
  );
  return [...resolutions].map(([, name = '', from = '']) => {
    const version = /^npm:([^:#]+)/.exec(from)?.[1];
    return version === undefined ? elsewhere(name, from) : locked(name, version);
  });
}

/**
 * What a yarn.lock of yarn Classic installs.
 *
 * The file is read line by line, as yarn writes it. Yarn's own parser is no choice: at a quote or a comment that the end of the file
 * cuts off, it takes all memory there is.
 */
function classic(content: string, manifest: Manifest | null): Locked[] {
  const found: { one: Locked; patterns: string[] }[] = [];
  const asked = new Map<string, string[]>();
  let asks: string[] = [];
  let patterns: string[] = [];
  let version: string | null = null;
  let integrity: string | null = null;
  const finish = (): void => {
    if (version !== null && isVersion(version)) {
      const from = patterns.find((pattern) => isElsewhere.test(pattern));
      const names = new Set(patterns.map(nameOf).filter(isPackageName));
      for (const name of names) {
        const own = patterns.filter((pattern) => nameOf(pattern) === name);
        const one =
          from === undefined
            ? locked(name, version, { integrity })
            : elsewhere(name, from.slice(name.length + 1));
        found.push({ one: { ...one, ...aliasIn(own, name) }, patterns: own });
      }
      for (const pattern of patterns) asked.set(pattern, asks);
    }
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
  if (manifest === null) return found.map(({ one }) => one);
  const roleOf = rolesIn({
    roots: {
      production: patternsIn(manifest, 'dependencies', 'optionalDependencies'),
      development: patternsIn(manifest, 'devDependencies'),
    },
    edges: (pattern) => asked.get(pattern) ?? [],
  });
  return found.map(({ one, patterns: own }) => {
    const roles = own.map(roleOf);
    return {
      ...one,
      direct: roles.some(({ direct }) => direct),
      production: roles.some(({ production }) => production),
    };
  });
}

/** What a project asks for, as the patterns of its lockfile are spelt. */
const patternsIn = (manifest: Manifest, ...fields: string[]): string[] =>
  fields.flatMap((field) => {
    const asked = manifest[field];
    if (typeof asked !== 'object' || asked === null) return [];
    return Object.entries(asked).map(([name, range]) => `${name}@${String(range)}`);
  });

/** The name that a package is installed under, where no pattern has its own. */
function aliasIn(patterns: readonly string[], name: string): { alias?: string } {
  const folders = patterns.map((pattern) => pattern.slice(0, Math.max(pattern.indexOf('@', 1), 0)));
  return folders.length === 0 || folders.includes(name) ? {} : { alias: folders[0]! };
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

/** The real name of a pattern: `name@^1.0.0`, `@scope/name@1.x`, `alias@npm:@scope/name@^1.0.0`. */
function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  const name = at === -1 ? pattern : pattern.slice(0, at);
  return /@npm:((?:@[^/]+\/)?[^@]+)/.exec(pattern)?.[1] ?? name;
}
