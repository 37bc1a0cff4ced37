import { win32 } from 'node:path';
import type { Oddity } from './schema.js';

/** Where npm puts a member of an archive. */
export interface Placement {
  /** First component of the stored path, which is not part of where it is installed. */
  root: string;
  /** Path below the package folder; null when npm does not install it. */
  path: string | null;
  odd: Pick<Oddity, 'kind' | 'detail'>[];
  /** Why a file of this path isn't installed although nothing is odd about how it is written. */
  refused: string | null;
}

/** What Linux file systems take as one name. */
const nameBytes = 255;
/** Folders in folders that node-tar makes at most. */
const deepest = 1024;
/** Control characters, and those that make a name read as another one (bidirectional overrides and isolates). */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/**
 * Places a file as npm does on Linux (pacote 21 with node-tar 7: `strip: 1`, absolute paths made relative, `..` refused). One thing is
 * left out: npm renames `.gitignore` to `.npmignore`; here a file keeps the name that its source has too.
 */
export function installPath(stored: string): Placement {
  const odd: Placement['odd'] = [];
  const slash = stored.indexOf('/');
  const root = slash === -1 ? '' : stored.slice(0, slash);
  const below = slash === -1 ? '' : stored.slice(slash + 1);
  const [absolute, relative] = stripAbsolute(below);
  if (stored.startsWith('/')) odd.push({ kind: 'absolute-path', detail: 'Its stored path is absolute.' });
  else if (/[^/]/.test(absolute)) {
    odd.push({ kind: 'absolute-path', detail: `npm takes '${absolute}' off its stored path.` });
  }
  if (stored.includes('\\')) {
    odd.push({ kind: 'backslash-path', detail: 'Its path has a backslash: another path on Windows.' });
  }
  if (unprintable.test(stored)) {
    odd.push({ kind: 'invalid-path', detail: 'Its path has control characters.' });
  }
  const climbs = (path: string): boolean => path.replaceAll('\\', '/').split('/').includes('..');
  if (climbs(stored)) odd.push({ kind: 'climbing-path', detail: "Its stored path has '..' in it." });
  if (climbs(relative)) return { root, path: null, odd, refused: null };

  const names = relative.split('/').filter((name) => name !== '' && name !== '.');
  const refused = whyRefused(names, relative);
  return { root, path: refused === null ? names.join('/') : null, odd, refused };
}

function whyRefused(names: readonly string[], relative: string): string | null {
  if (names.length === 0) return 'It lies in no folder, so that npm does not install it.';
  if (relative.includes('\0')) return 'Its path has a NUL in it, which no file system takes.';
  if (relative.split('/').length > deepest) return 'It lies deeper than npm installs.';
  if (names.some((name) => Buffer.byteLength(name) > nameBytes)) {
    return `A name in its path is longer than ${nameBytes} bytes, which no file system takes.`;
  }
  return null;
}

/** node-tar's `strip-absolute-path.js`: drive letters and Windows roots go on every system, `c:` before a relative path too. */
function stripAbsolute(path: string): [root: string, rest: string] {
  let root = '';
  let rest = path;
  for (
    let parsed = win32.parse(rest);
    win32.isAbsolute(rest) || parsed.root !== '';
    parsed = win32.parse(rest)
  ) {
    const first = rest.startsWith('/') && !rest.startsWith('//?/') ? '/' : parsed.root;
    rest = rest.slice(first.length);
    root += first;
  }
  return [root, rest];
}
