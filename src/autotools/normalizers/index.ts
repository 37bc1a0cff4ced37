import type { Entry } from '../../archive/schema.js';
import type { Normalizer } from '../../compare/normalizer.js';
import { libtoolBuild } from './libtool-build.js';
import { manualPageDate } from './manual-page-date.js';
import { potCreationDate } from './pot-creation-date.js';
import { staticMacrosDate } from './static-macros-date.js';

/** Those that are asked of what a rebuild made. */
export const rebuildNormalizers: readonly Normalizer[] = [potCreationDate, manualPageDate, staticMacrosDate];

/** Those of source releases. The first is asked of known files. */
export const autotoolsNormalizers = [libtoolBuild, ...rebuildNormalizers] as const;

/** Whether one of these rules makes a file of the release equal to what was made again, with bytes of both. Pure. */
export function isSameButForDates(entry: Entry, release: Buffer, made: Buffer): boolean {
  return rebuildNormalizers.some((normalizer) => {
    if (!normalizer.applies(entry.path)) return false;
    const done = normalizer.normalize({
      entry,
      release,
      file: { path: entry.path, mode: entry.mode, size: made.length, sha256: null, gitBlob: null },
      reference: made,
      against: 'rebuild',
      built: null,
      proven: {
        name: '',
        version: '',
        sourceVersion: null,
        commit: null,
        commitTime: null,
        publishedAt: null,
      },
    });
    return done?.release.equals(done.reference) === true;
  });
}
