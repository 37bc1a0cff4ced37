import { fileKind } from '../magic.js';
import type { Difference } from '../schema.js';

const describe = (bytes: Buffer) => `${fileKind(bytes)?.name ?? 'binary'}, ${bytes.length} bytes`;

/** Two files that are not text: kind, size, and where they part. */
export function binaryDifference(
  reference: Buffer,
  release: Buffer,
): Pick<Difference, 'summary' | 'lines' | 'truncated'> {
  const shorter = Math.min(reference.length, release.length);
  let [low, high] = [0, shorter];
  // Buffer.compare is native: halving finds the first difference without a loop over the bytes.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (reference.subarray(low, middle).equals(release.subarray(low, middle))) low = middle;
    else high = middle - 1;
  }
  const summary = `${describe(release)}; was ${describe(reference)}; first difference at offset ${low}`;
  return { summary, lines: [], truncated: false };
}
