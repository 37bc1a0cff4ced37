import { isDeepStrictEqual } from 'node:util';
import { defineSignal } from '../../judge/signal.js';
import { manifestLine } from './manifest-line.js';

/** Fields by which node, npm and bundlers find what to load or run. */
const fields = [
  'bin',
  'browser',
  'directories',
  'es2015',
  'esnext',
  'exports',
  'gypfile',
  'imports',
  'jsdelivr',
  'jsnext:main',
  'main',
  'module',
  'react-native',
  'type',
  'unpkg',
];

/** Whether two values are equal, order of keys included: in `exports` the first condition that fits wins. */
const equal = (left: unknown, right: unknown) =>
  isDeepStrictEqual(left, right) && JSON.stringify(left) === JSON.stringify(right);

/** The release loads or runs other files than its source says. */
export const entryPointMoved = defineSignal({
  id: 'entry-point-moved',
  title: 'Entry point moved',
  severity: 'high',
  looksAt:
    'main, module, browser, exports, imports, bin, type and their like in an unexplained package.json.',
  detect({ manifest, manifestFile, contents, acting, rebuilt }) {
    const { release, reference } = manifest;
    if (release === null || reference === null || !acting.has(manifestFile)) return [];
    return fields.flatMap((field) => {
      const [before, after] = [reference[field], release[field]];
      if (after === undefined || equal(before, after)) return [];
      // Publishing tools write these fields too: without a rebuild that shows what they would write, it is no alarm.
      const severity = rebuilt ? 'high' : 'medium';
      const shown = JSON.stringify(after).slice(0, 120);
      const what =
        before === undefined
          ? `gained ${shown}`
          : `was ${JSON.stringify(before).slice(0, 120)} and is ${shown}`;
      return [
        {
          path: manifestFile,
          ...manifestLine(contents.get(manifestFile), field),
          severity,
          substance: [field, after],
          message: `${field} ${what}`,
        },
      ] as const;
    });
  },
});
