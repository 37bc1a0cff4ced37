import type { Archive, Oddity } from '../archive/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { isCode } from './kinds.js';

/**
 * Oddities that are worth a line and no more, unless an entry is overwritten: each entry is compared on its own. A header that gives
 * a file another name is not among them: pnpm and yarn read archives with parsers of their own, and where two readers take
 * two names, honest bytes land on a path that was never compared.
 */
const harmless: ReadonlySet<Oddity['kind']> = new Set(['several-roots', 'colliding-path', 'duplicate-path']);

/** An oddity that leaves open what an installer makes of the archive. */
export interface Trick {
  oddity: Oddity;
  /** It concerns an entry point, a manifest or code. */
  touchesCode: boolean;
}

/**
 * Oddities that forbid `reproduced` and `inert`: entries that replace others, what is not installed as it is stored, and bytes that nobody
 * looked at.
 */
export function archiveTricks(archive: Archive, entryPoints: EntryPoints, manifestFile: string): Trick[] {
  const loaded = new Set(entryPoints.loaded.map(({ path }) => path));
  return archive.oddities
    .filter(({ kind, overwrites }) => overwrites || !harmless.has(kind))
    .map((oddity) => {
      const { path } = oddity;
      return {
        oddity,
        touchesCode: path !== null && (loaded.has(path) || path === manifestFile || isCode(path)),
      };
    });
}
