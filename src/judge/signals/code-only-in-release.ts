import { isCode } from '../kinds.js';
import { renamedEntries } from '../renamed.js';
import { defineSignal } from '../signal.js';

/** Code at a place where neither source nor rebuild has a file. */
export const codeOnlyInRelease = defineSignal({
  id: 'code-only-in-release',
  title: 'Code that is only in the release',
  severity: 'medium',
  looksAt: 'Phantom entries that are code or could act as such, and what leads to them.',
  detect({ comparison, acting, expected, rebuilt }) {
    const renamed = renamedEntries(comparison);
    return comparison.entries.flatMap(({ path, phantom, sha256 }) => {
      const why = acting.get(path);
      if (!phantom || why === undefined) return [];
      // Build products that nobody tried to build: the verdict says that they need a rebuild, one line each says no more.
      if (!rebuilt && expected.has(path)) return [];
      const led = /entry point|named/.test(why);
      if (!isCode(path) && !led) return [];
      // A left-over that nothing leads to is looked at by day; so is what a build should have made and didn't, and what it made
      // under another name.
      const high = rebuilt && led && !renamed.has(path) && !expected.has(path);
      const where = rebuilt ? 'neither source nor rebuild has it' : 'the source does not have it';
      return [
        {
          path,
          severity: high ? 'high' : 'medium',
          message: `${where}: ${why}`,
          substance: [why, sha256],
        } as const,
      ];
    });
  },
});
