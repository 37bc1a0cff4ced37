import { isCode } from '../kinds.js';
import { defineSignal } from '../signal.js';

/** A file's name with a hash of its content taken out, as bundlers put one at its end; null where there is none. */
function withoutHash(path: string): string | null {
  const name = path.replace(/[-._](?=[\w-]*\d)[A-Za-z0-9_]{6,32}(?=(?:\.[a-z]+)+$)/, '#');
  return name === path ? null : name;
}

/** Code at a place where neither source nor rebuild has a file. */
export const codeOnlyInRelease = defineSignal({
  id: 'code-only-in-release',
  title: 'Code that is only in the release',
  severity: 'medium',
  looksAt: 'Phantom entries that are code or could act as such, and what leads to them.',
  detect({ comparison, acting, expected, rebuilt }) {
    const missing = new Set(
      comparison.missing.flatMap(({ path, from }) => (from === 'rebuild' ? [withoutHash(path)] : [])),
    );
    return comparison.entries.flatMap(({ path, phantom }) => {
      const why = acting.get(path);
      if (!phantom || why === undefined) return [];
      // Build products that nobody tried to build: the verdict says that they need a rebuild, one line each says no more.
      if (!rebuilt && expected.has(path)) return [];
      const led = /entry point|named/.test(why);
      if (!isCode(path) && !led) return [];
      // A left-over that nothing leads to is looked at by day; so is what a build should have made and didn't, and what it made
      // under the hash of other bytes: one changed byte renames a bundler's chunks, and that they differ is said anyway.
      const shape = withoutHash(path);
      const renamed = shape !== null && missing.has(shape);
      const high = rebuilt && led && !renamed && !expected.has(path);
      const where = rebuilt ? 'neither source nor rebuild has it' : 'the source does not have it';
      return [{ path, severity: high ? 'high' : 'medium', message: `${where}: ${why}` } as const];
    });
  },
});
