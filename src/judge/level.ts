import type { Archive } from '../archive/schema.js';
import type { Comparison } from '../compare/schema.js';
import type { Rebuild } from '../sandbox/schema.js';
import type { Level } from './schema.js';

/** How close a release came out of which every entry has evidence. */
export function levelOf(comparison: Comparison, archive: Archive, rebuilds: readonly Rebuild[]): Level {
  const packed = rebuilds.filter(({ outcome }) => outcome === 'packed');
  if (packed.some(({ integrity }) => integrity === archive.integrity)) return 'bit-identical';
  if (packed.some(({ tarSha256 }) => tarSha256 === archive.tarSha256)) return 'tar-identical';
  const identical = comparison.entries.every(
    ({ evidence }) => evidence.kind !== 'none' && evidence.kind !== 'equivalent',
  );
  return identical ? 'content-identical' : 'equivalent';
}
