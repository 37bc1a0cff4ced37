import type { Comparison } from '../compare/schema.js';

/** A file's name with a hash of its content taken out, as bundlers put one at its end; null where there is none. */
function withoutHash(path: string): string | null {
  const name = path.replace(/[-._](?=[\w-]*\d)[A-Za-z0-9_]{6,32}(?=(?:\.[a-z]+)+$)/, '#');
  return name === path ? null : name;
}

/**
 * Entries that the rebuild made under the hash of other bytes: one changed byte renames a bundler's chunks, and that they differ is
 * said anyway.
 */
export function renamedEntries({ entries, missing }: Comparison): Set<string> {
  const shapes = new Set(
    missing.flatMap(({ path, from }) => (from === 'rebuild' ? [withoutHash(path)] : [])),
  );
  return new Set(
    entries.flatMap(({ path, phantom }) => {
      const shape = phantom ? withoutHash(path) : null;
      return shape !== null && shapes.has(shape) ? [path] : [];
    }),
  );
}
