import type { DatedLine } from './dated-line.js';
import { libtoolBuild } from './libtool-build.js';
import { manualPageDate } from './manual-page-date.js';
import { potCreationDate } from './pot-creation-date.js';
import { staticMacrosDate } from './static-macros-date.js';

/** Those that are asked of what a rebuild made. */
export const rebuildNormalizers: readonly DatedLine[] = [potCreationDate, manualPageDate, staticMacrosDate];

/** Those of source releases. The first is asked of known files. */
export const autotoolsNormalizers = [libtoolBuild, ...rebuildNormalizers] as const;

/** Whether one of these rules makes a file of the release equal to what was made again at its path. Pure. */
export const isSameButForDates = (path: string, release: Buffer, reference: Buffer): boolean =>
  rebuildNormalizers.some((normalizer) => {
    if (!normalizer.applies(path)) return false;
    const done = normalizer.normalize({ release, reference, against: 'rebuild' });
    return done?.release.equals(done.reference) === true;
  });
