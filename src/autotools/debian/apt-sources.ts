import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paragraphsOf } from './control.js';

/** One suite of an archive, as apt knows it. */
export interface AptSuite {
  /** Without a slash at its end. */
  uri: string;
  suite: string;
  components: string[];
  /** Files of keys that its index must be signed with; null for all that the machine trusts. */
  signedBy: string[] | null;
  /** Keys that are written in the configuration itself, armored. */
  keys: string | null;
}

/** Bytes; longer files are none of apt's. */
const longest = 2 ** 20;

/**
 * The suites of the machine's apt configuration: `sources.list`, and `sources.list.d` in both formats. Sources of packages are looked for where
 * binaries come from too: most machines have no `deb-src`. Flat archives, and those of other transports than http, are left out.
 */
export async function aptSources(folder: string): Promise<AptSuite[]> {
  const parts = join(folder, 'sources.list.d');
  const names = (await readdir(parts).catch(() => [])).sort();
  const texts = await Promise.all([
    oneLine(join(folder, 'sources.list')),
    ...names.filter((name) => name.endsWith('.list')).map((name) => oneLine(join(parts, name))),
    ...names.filter((name) => name.endsWith('.sources')).map((name) => deb822(join(parts, name))),
  ]);
  return unique(texts.flat());
}

async function text(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.length > longest ? '' : bytes.toString('utf8');
}

/** `deb [signed-by=…] uri suite component…`; see sources.list(5). */
async function oneLine(path: string): Promise<AptSuite[]> {
  return (await text(path)).split('\n').flatMap((line) => {
    const found = /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (found === null) return [];
    const [, options = '', uri = '', suite = '', components = ''] = found;
    const signedBy = filesIn(/(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]?.split(',') ?? []);
    return suiteOf(uri, suite, components.split(/\s+/), signedBy, null);
  });
}

async function deb822(path: string): Promise<AptSuite[]> {
  return [...paragraphsOf(await text(path))].flatMap((fields) => {
    const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
    if (/^(?:no|false|off|0|without|disable)$/i.test(fields.get('enabled') ?? '')) return [];
    if (!words('types').some((type) => type === 'deb' || type === 'deb-src')) return [];
    const signed = fields.get('signed-by') ?? '';
    const keys = signed.includes('BEGIN PGP') ? signed.replace(/^\.$/gm, '') : null;
    const files = keys !== null ? null : filesIn(signed.split(/[\s,]+/));
    return words('uris').flatMap((uri) =>
      words('suites').flatMap((suite) => suiteOf(uri, suite, words('components'), files, keys)),
    );
  });
}

/** A fingerprint instead of a file narrows down what the machine trusts: it is left to that. */
function filesIn(signedBy: readonly string[]): string[] | null {
  const files = signedBy.filter((word) => word.startsWith('/'));
  return files.length === 0 ? null : files;
}

function suiteOf(
  uri: string,
  suite: string,
  components: readonly string[],
  signedBy: string[] | null,
  keys: string | null,
): AptSuite[] {
  const named = components.filter((word) => /^[\w./-]+$/.test(word));
  if (!/^https?:\/\//.test(uri) || suite.endsWith('/') || !/^[\w./-]+$/.test(suite) || named.length === 0)
    return [];
  return [{ uri: uri.replace(/\/+$/, ''), suite, components: named, signedBy, keys }];
}

function unique(all: readonly AptSuite[]): AptSuite[] {
  const seen = new Map<string, AptSuite>();
  for (const one of all) {
    const key = `${one.uri} ${one.suite}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, one);
    else seen.set(key, { ...before, components: [...new Set([...before.components, ...one.components])] });
  }
  return [...seen.values()];
}
