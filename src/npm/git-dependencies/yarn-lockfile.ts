import { gitReference } from './reference.js';
import type { RewrittenGit, ServeGit } from './rewrite.js';

/** An entry: its patterns (`a@1, "b@git+https://x#1":`), then its fields. */
const entries = /^(?![#\s])(.+):[ \t]*\r?\n((?:[ \t][^\n]*\n?)+)/gm;
const patterns = /"([^"]*)"|([^\s",][^",]*)/g;

/**
 * yarn.lock of yarn Classic. For an archive that a host makes of a revision it is enough that the entry says where it is; a
 * repository would be asked with git, so the patterns that lead to one become those of an archive.
 */
export function rewriteYarnLockfile(text: string, serve: ServeGit): RewrittenGit {
  const ranges = new Map<string, string>();
  const moved = text.replace(entries, (whole, head: string, fields: string) => {
    const resolved = /^[ \t]+resolved "?([^"\s]+)"?[ \t]*\r?$/m.exec(fields)?.[1];
    const first = [...head.matchAll(patterns)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const reference = gitReference(nameOf(first[0] ?? ''), resolved);
    const served = reference && serve(reference);
    if (!served || resolved === undefined) return whole;
    const body = fields
      .replace(/^[ \t]+integrity .*\r?\n?/m, '')
      .replace(/^([ \t]+resolved ).*$/m, `$1"${served.address}"`);
    const heads = first.map((pattern) => {
      if (isArchive(resolved) && !asksGit(pattern)) return `"${pattern}"`;
      ranges.set(pattern, served.address);
      return `"${nameOf(pattern)}@${served.address}"`;
    });
    return `${[...new Set(heads)].join(', ')}:\n${body}`;
  });
  if (ranges.size === 0) return { text: moved, ranges };
  // What entries ask of others: `    name "git+https://…"`.
  const asked = moved.replace(/^( {4,})"?([^\s"]+)"? "?([^"\s]+)"?[ \t]*$/gm, (whole, space, name, range) => {
    const address = ranges.get(`${name}@${range}`);
    return address === undefined ? whole : `${space}"${name}" "${address}"`;
  });
  return { text: asked, ranges };
}

function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at === -1 ? pattern : pattern.slice(0, at);
}

/** What yarn fetches as a file, unless the pattern is that of a repository. */
function isArchive(resolved: string): boolean {
  return /^https?:/.test(resolved) && !/\.git(?:#|$)/.test(resolved);
}

/** `name@git+https://…`, `name@https://….git#ref`: yarn asks the repository, whatever the lockfile resolved it to. */
function asksGit(pattern: string): boolean {
  return /@(?:git[+:@]|ssh:)|\.git(?:#|$)/.test(pattern.slice(nameOf(pattern).length));
}
