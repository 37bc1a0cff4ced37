import { elsewhere, type Locked, locked } from './locked.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** What a yarn.lock of any yarn installs. Throws when it is none, or holds a merge conflict. */
export function yarnLocked(content: string): Locked[] {
  return /^__metadata:/m.test(content) ? berry(content) : classic(content);
}

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
function classic(content: string): Locked[] {
  const found: Locked[] = [];
  let patterns: string[] = [];
  let version: string | null = null;
  let integrity: string | null = null;
  const finish = (): void => {
    if (version !== null && isVersion(version)) {
      const from = patterns.find((pattern) => isElsewhere.test(pattern));
      const names = new Set(patterns.map(nameOf).filter(isPackageName));
      for (const name of names)
        found.push(
          from === undefined
            ? locked(name, version, { integrity })
            : elsewhere(name, from.slice(name.length + 1)),
        );
    }
    [patterns, version, integrity] = [[], null, null];
  };
  for (const line of content.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      finish();
      patterns = patternsOf(line);
      continue;
    }
    // Two spaces: a field of the entry. More belong to its dependencies.
    const [, field, quoted, bare] = /^ {2}(version|integrity) (?:"([^"\\]*)"|([^\s"]+)) *$/.exec(line) ?? [];
    if (field === 'version') version = quoted ?? bare ?? null;
    if (field === 'integrity') integrity = quoted ?? bare ?? null;
  }
  finish();
  return found;
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
