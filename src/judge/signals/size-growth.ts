import { isCode } from '../kinds.js';
import { defineSignal } from '../signal.js';

/** Growth that a build by another tool doesn't explain: at least this much, and this many times the size. */
const least = 64 * 1_024;
const factor = 1.5;

/** A file that is far larger than what it stands for. */
export const sizeGrowth = defineSignal({
  id: 'size-growth',
  title: 'File far larger than its counterpart',
  severity: 'medium',
  looksAt: 'Bytes of unexplained scripts against those of their counterparts in a rebuild.',
  detect: ({ comparison, counterparts, rebuilt }) =>
    comparison.entries.flatMap(({ path, size, evidence, difference }) => {
      const before = counterparts.get(path)?.length;
      // What the source has in its place may be what it was built from.
      if (evidence.kind !== 'none' || !rebuilt || difference?.against !== 'rebuild') return [];
      if (before === undefined || !isCode(path) || size < before * factor || size - before < least) return [];
      return [{ path, message: `${size} bytes, ${before} in the rebuild` }];
    }),
});
