import type { Context } from '../../context.js';
import { parseAddress } from '../../source/address.js';
import { gitRead } from '../../source/git-read.js';
import { openMirror } from '../../source/mirror.js';
import { openRepository } from '../../source/repository.js';
import type { Catalogue } from '../catalogue/catalogue.js';

/** A known version of a build file. */
export interface Nearest {
  project: string;
  path: string;
  /** Git's id of it. */
  blob: string;
  bytes: Buffer;
}

/** Bytes of one version, versions read at a time, and versions looked at. */
const limits = { bytes: 2 ** 21, atOnce: 20, versions: 1_000 };

/**
 * The known version of a build file that shares most lines with one that is none, from the histories of the projects that the catalogue names;
 * null where none of them can be read here.
 */
export async function nearestVersion(
  path: string,
  bytes: Buffer,
  catalogue: Catalogue,
  context: Context,
): Promise<Nearest | null> {
  const lines = linesOf(bytes);
  let best: (Nearest & { shared: number }) | null = null;
  for (const { project, from, paths } of catalogue.placesOf(path)) {
    const address = parseAddress(from, 'user');
    const opened = address.kind === 'address' ? await openMirror(address, context) : null;
    if (opened?.ok !== true) continue;
    const repository = openRepository(opened.mirror, context);
    try {
      const ids = await versionsOf(opened.mirror.view, paths, context.signal);
      for (let at = 0; at < ids.length; at += limits.atOnce) {
        const some = ids.slice(at, at + limits.atOnce);
        const blobs = await repository.readBlobs(
          some.map(({ id }) => id),
          limits.bytes,
        );
        for (const { id, path: place } of some) {
          const other = blobs.get(id);
          if (other === undefined) continue;
          const shared = likeness(lines, linesOf(other));
          if (shared > (best?.shared ?? 0)) best = { project, path: place, blob: id, bytes: other, shared };
        }
      }
    } finally {
      await repository.close();
    }
  }
  return best;
}

/** Lines that one file has and another lacks, with their numbers, in order. */
export function addedLines(bytes: Buffer, to: Buffer): { line: number; text: string }[] {
  const known = linesOf(to);
  return bytes
    .toString('utf8')
    .split('\n')
    .map((text, at) => ({ line: at + 1, text }))
    .filter(({ text }) => text.trim() !== '' && !known.has(text));
}

const linesOf = (bytes: Buffer): ReadonlySet<string> => new Set(bytes.toString('utf8').split('\n'));

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const line of a) if (b.has(line)) both++;
  return both / (a.size + b.size - both);
}

async function versionsOf(
  view: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<{ id: string; path: string }[]> {
  const log = await gitRead(
    view,
    [
      'log',
      '--all',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--diff-filter=AM',
      '-z',
      '--format=',
      '--',
      ...paths.map((path) => `:(literal)${path}`),
    ],
    signal,
  );
  const found = new Map<string, string>();
  const words = log.split('\0');
  for (let at = 0; at < words.length; at++) {
    const id = /^\n*:\d{6} 100\d{3} [0-9a-f]+ ([0-9a-f]+) [AM]$/.exec(words[at]!)?.[1];
    if (id !== undefined) found.set(id, words[++at] ?? '');
  }
  return [...found].slice(0, limits.versions).map(([id, path]) => ({ id, path }));
}
