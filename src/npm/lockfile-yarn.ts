import type { PinnedVersion } from './lockfile-pins.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** Versions in a yarn.lock of any yarn. Throws when it is none, or holds a merge conflict. */
export function yarnPins(content: string): PinnedVersion[] {
  return /^__metadata:/m.test(content) ? berryPins(content) : classicPins(content);
}

/**
 * yarn 2 and later: `resolution: "@scope/name@npm:1.0.0"`, with the real name of an alias, and with what is not from a registry under
 * another protocol. Its checksums are of archives that yarn makes, so they say nothing about tarballs.
 */
function berryPins(content: string): PinnedVersion[] {
  if (/^[<=>|]{7}/m.test(content)) throw new SyntaxError('it holds a merge conflict');
  const resolutions = content.matchAll(
    /^ {2}resolution: "?((?:@[^/@\s]+\/)?[^/@\s]+)@npm:([^"\s:#]+)[^"\s]*"?[ \t]*\r?$/gm,
  );
  return [...resolutions].flatMap(([, name = '', version = '']) =>
    isPackageName(name) && isVersion(version) ? [{ name, version, integrity: null }] : [],
  );
}

/**
 * Versions in a yarn.lock of yarn Classic.
 *
 * The file is read line by line, as yarn writes it. Yarn's own parser is no choice: at a quote or a comment that the end of the file
 * cuts off, it takes all memory there is.
 */
function classicPins(content: string): PinnedVersion[] {
  const pins: PinnedVersion[] = [];
  let names: string[] = [];
  let version: string | null = null;
  let integrity: string | null = null;
  const finish = (): void => {
    if (version !== null && isVersion(version)) {
      for (const name of new Set(names.filter(isPackageName))) pins.push({ name, version, integrity });
    }
    [names, version, integrity] = [[], null, null];
  };
  for (const line of content.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      finish();
      names = patternsOf(line).map(nameOf);
      continue;
    }
    // Two spaces: a field of the entry. More belong to its dependencies.
    const [, field, quoted, bare] = /^ {2}(version|integrity) (?:"([^"\\]*)"|([^\s"]+)) *$/.exec(line) ?? [];
    if (field === 'version') version = quoted ?? bare ?? null;
    if (field === 'integrity') integrity = quoted ?? bare ?? null;
  }
  finish();
  return pins;
}

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
