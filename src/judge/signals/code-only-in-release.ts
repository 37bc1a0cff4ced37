import { hasHashbang } from '../../compare/normalizers/text-kinds.js';
import { isCode } from '../kinds.js';
import { renamedEntries } from '../renamed.js';
import { defineSignal } from '../signal.js';

/** Code at a place where neither source nor rebuild has a file. */
export const codeOnlyInRelease = defineSignal({
  id: 'code-only-in-release',
  title: 'Code that is only in the release',
  severity: 'medium',
  looksAt: 'Phantom entries that are code or could act as such, and what leads to them.',
  detect({ comparison, acting, expected, rebuilt, contents }) {
    const renamed = renamedEntries(comparison);
    return comparison.entries.flatMap(({ path, mode, phantom, sha256 }) => {
      const why = acting.get(path);
      if (!phantom || why === undefined) return [];
      // Build products that nobody tried to build: the verdict says that they need a rebuild, one line each says no more.
      if (!rebuilt && expected.has(path)) return [];
      const led = /entry point|named/.test(why);
      // Installed as a command of the system: publishers leave scripts with endings behind, and these are made to be run by their name.
      const command = isCommand(path, mode, contents.get(path));
      if (!isCode(path) && !led && !command) return [];
      // A left-over that nothing leads to is looked at by day; so is what a build should have made and didn't, and what it made
      // under another name.
      const high = rebuilt && (led || command) && !renamed.has(path) && !expected.has(path);
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

/** Whether a file without an ending is executable and names the program that runs it. */
const isCommand = (path: string, mode: number, content: Buffer | undefined): boolean =>
  !/[^/]\.[^/]*$/.test(path) && (mode & 0o111) !== 0 && content !== undefined && hasHashbang(content);
