import { posix } from 'node:path';
import type { Entry } from '../archive/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { type ReadRelease, readEntries } from './contents.js';
import { below } from './pairing.js';
import type { Reference } from './reference.js';

/** What loads a file by a relative specifier that is a literal. */
const load =
  /(?:\brequire(?:\.resolve)?\s*\(\s*|\bimport\s*\(\s*|\bfrom\s*|\bimport\s*)(['"`])(\.{1,2}\/[^'"`\s]{0,300})\1/g;
/** Lines that are comment and no more, where examples and types load things too. */
const comment = /^[ \t]*(?:\*|\/\/|\/\*).*$/gm;
const completions = ['', '.js', '.json', '.node', '.cjs', '.mjs', '/index.js', '/index.json'];

const isScript = (path: string) => /\.(?:js|cjs|mjs)$/i.test(path) || !/\.[^/]*$/.test(path);
const isLoadable = (path: string) => /\.(?:js|cjs|mjs|json|node)$/i.test(path);

/** Bytes of scripts that are followed; what is beyond is not. */
const most = { file: 4 * 2 ** 20, all: 32 * 2 ** 20 };

/**
 * Files that the code of the release loads by a path in it, followed from its entry points as node resolves them, that the package's
 * folder of the source has, and that the release lacks: without one of them the release runs otherwise than its source, often
 * without a word, since what is loaded in a `try` is done without and another file may stand next in line.
 */
export async function loadedByCode(
  { loaded }: EntryPoints,
  entries: readonly Entry[],
  source: Reference,
  directory: string,
  readRelease: ReadRelease,
): Promise<string[]> {
  const there = new Set(entries.map(({ path }) => path));
  const prefix = below(directory, '');
  const absent = new Set<string>();
  for (const path of source.files.keys()) {
    const installed = path.slice(prefix.length);
    if (path.startsWith(prefix) && isLoadable(path) && !there.has(installed)) absent.add(installed);
  }
  if (absent.size === 0) return [];
  const scripts = await readEntries(readable(entries), readRelease);
  const missing = new Set<string>();
  const seen = new Set<string>();
  const next = loaded.map(({ path }) => path);
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    const content = scripts.get(path);
    if (content === undefined || seen.has(path)) continue;
    seen.add(path);
    for (const target of targets(path, content)) {
      const found = completions.map((end) => target + end).find((at) => there.has(at) || absent.has(at));
      if (found === undefined) continue;
      if (absent.has(found)) missing.add(found);
      else next.push(found);
    }
  }
  return [...missing];
}

function readable(entries: readonly Entry[]): Entry[] {
  let left = most.all;
  return entries.filter(({ path, size }) => {
    if (!isScript(path) || size > most.file || size > left) return false;
    left -= size;
    return true;
  });
}

function targets(path: string, content: Buffer): Set<string> {
  const text = content.toString('utf8').replace(comment, '');
  return new Set(
    [...text.matchAll(load)].map(([, , specifier]) =>
      posix.join(posix.dirname(path), specifier!).replace(/\/$/, ''),
    ),
  );
}
