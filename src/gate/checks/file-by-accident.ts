import { accidents } from '../accidents.js';
import { defineCheck } from '../check.js';

/** Files that packing took along and nobody wants to have published. */
export const fileByAccident = defineCheck({
  id: 'gate-file-by-accident',
  title: 'File that was hardly meant to be published',
  severity: 'medium',
  looksAt: 'Names of the packed files: secrets, keys, folders of editors, logs, test data.',
  detect({ candidate: { entries, manifestFile } }) {
    const instead =
      manifestFile === null ? 'pack in a clean clone' : 'leave it out with "files" or .npmignore';
    const found = entries.flatMap(({ path }) => {
      const accident = accidents.find(({ is }) => is(path));
      if (accident === undefined) return [];
      const { what, severity } = accident;
      return [{ path, severity, message: `${path} is ${what}: ${instead}` }];
    });
    const tests = entries.filter(({ path }) =>
      /(?:^|\/)(?:tests?|__tests__|specs?|(?:__)?fixtures(?:__)?)\//i.test(path),
    );
    const bytes = tests.reduce((sum, { size }) => sum + size, 0);
    if (bytes <= testBytes) return found;
    const message = `${tests.length} files of tests are packed, ${(bytes / 1e6).toFixed(1)} MB: nobody who installs the package needs them`;
    return [...found, { path: tests[0]!.path, severity: 'low', message }];
  },
});

/** Bytes of tests that are worth a word. */
const testBytes = 1_000_000;
