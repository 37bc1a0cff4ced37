import { isAscii, isUtf8 } from 'node:buffer';
import type { CompareLimits } from '../limits.js';
import { fileKind } from '../magic.js';
import { isBinary, isScript } from '../normalizers/text-kinds.js';
import type { Difference } from '../schema.js';
import { binaryDifference } from './binary.js';
import { jsonDifference } from './json.js';
import { changedLines, textDifference } from './text.js';
import { isLarge, unitDifference } from './units/index.js';

/** Bytes of the end that two scripts have in common with which they are looked at first. */
const nearEnd = 2 ** 16;

/** A readable difference of two files, by what they are: JSON by path, text by line, anything else by kind and size. */
export function difference(
  path: string,
  reference: Buffer,
  release: Buffer,
  against: Difference['against'],
  limits: CompareLimits,
): Difference {
  const sides = [reference, release];
  if (sides.some((side) => isBinary(side) || fileKind(side) !== null))
    return { against, kind: 'binary', ...binaryDifference(reference, release, limits) };
  const byPath = /\.(?:json|map|webmanifest)$/i.test(path)
    ? jsonDifference(reference, release, limits)
    : null;
  if (byPath !== null) return { against, kind: 'json', ...byPath };
  // Text of another encoding is shown byte by byte rather than with replaced characters that hide the difference.
  const encoding = sides.every((side) => isUtf8(side)) ? 'utf8' : 'latin1';
  // The same text, which is had in a fraction of the time.
  const text = (side: Buffer) => side.toString(isAscii(side) ? 'latin1' : encoding);
  const { before, head, tail, ...parts } = changedLines(reference, release);
  const changed = { reference: text(parts.reference), release: text(parts.release), encoding } as const;
  if (isScript(path)) {
    const same = text(head);
    // Of an end that is the same a part tells most changes, and a huge one is not decoded. Where it does not, what comes before is looked at
    // twice: no more than would have been spared.
    const near = tail.length > Math.max(nearEnd, head.length) ? tail.lastIndexOf('\n', nearEnd) + 1 : 0;
    const cuts = near > 0 ? [near, tail.length] : [tail.length];
    for (const cut of cuts) {
      const end = text(tail.subarray(0, cut));
      const whole = (middle: string) => `${same}${middle}${end}`;
      const texts = { ...changed, reference: whole(changed.reference), release: whole(changed.release) };
      const hasUnits = isLarge(texts.reference) || isLarge(texts.release);
      const byUnit = hasUnits ? unitDifference(texts, limits, tail.length - cut) : null;
      if (byUnit !== null) return { against, kind: 'script', ...byUnit };
    }
  }
  return { against, kind: 'text', ...textDifference({ ...changed, before }, limits) };
}

/** Says why there is nothing to show of a difference. */
export const unshown = (against: Difference['against'], summary: string): Difference => ({
  against,
  kind: 'too-large',
  summary,
  lines: [],
  truncated: true,
});
