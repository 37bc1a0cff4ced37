import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Ecosystem } from '../../ecosystem.js';
import { ecosystemOf } from '../../ecosystems.js';
import { GateError } from '../../gate/error.js';
import { CommandError } from '../error.js';

/** What a gate is asked to hold: what lies in a folder, or tarballs that are there. */
export type Target =
  | { folder: string; tarballs: null }
  | {
      folder: null;
      tarballs: string[];
      /** What all of them are read by; null for packages. */
      sources: Ecosystem | null;
    };

/** Throws where something is not there, a folder is not alone, or tarballs are not all of one kind. */
export async function targetOf(what: readonly string[], cwd: string): Promise<Target> {
  const found = await Promise.all(
    what.map(async (one) => {
      const path = resolve(cwd, one);
      const is = await stat(path).catch(() => null);
      if (is === null)
        throw new GateError(
          'E_NOTHING_TO_GATE',
          `${one} does not exist`,
          'Name the folder of a package, or tarballs.',
        );
      return { path, isFolder: is.isDirectory() };
    }),
  );
  const [first = { path: cwd, isFolder: true }] = found;
  if (found.length < 2 && first.isFolder) return { folder: first.path, tarballs: null };
  if (found.some(({ isFolder }) => isFolder))
    throw new CommandError('a folder is gated alone', 'Name one folder, or tarballs.');
  const tarballs = [...new Set(found.map(({ path }) => path))];
  return { folder: null, tarballs, sources: await sourcesOf(tarballs) };
}

/**
 * What reads tarballs that are source releases; null where none is. They go alone: no registry has one, and a record that has one could not be held
 * against what a registry has of the packages beside it.
 */
async function sourcesOf(tarballs: readonly string[]): Promise<Ecosystem | null> {
  const ecosystems = await Promise.all(tarballs.map((tarball) => ecosystemOf(tarball)));
  const sources = ecosystems.filter(({ releasesSources }) => releasesSources === true);
  if (sources.length > 0 && sources.length < ecosystems.length)
    throw new CommandError(
      'source releases and packages are not gated at once',
      'Gate the one, then the other.',
    );
  return sources[0] ?? null;
}
