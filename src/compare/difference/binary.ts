import { commonStart } from '../common-ends.js';
import type { CompareLimits } from '../limits.js';
import { fileKind } from '../magic.js';
import type { Difference } from '../schema.js';
import { imageDifference } from './image/index.js';
import { shortLine } from './long-line.js';
import { nativeDifference } from './native/index.js';

const describe = (bytes: Buffer) => `${fileKind(bytes)?.name ?? 'binary'}, ${bytes.length} bytes`;

/** Two files that are not text: kind, size, where they part, and for programs and images what that means. */
export function binaryDifference(
  reference: Buffer,
  release: Buffer,
  { lines: most, columns }: CompareLimits,
): Pick<Difference, 'summary' | 'lines' | 'truncated'> {
  const kind = fileKind(release)?.name;
  const known = kind !== undefined && kind === fileKind(reference)?.name;
  const native = known ? nativeDifference(kind, reference, release) : null;
  const details = [...(native?.summary ?? []), ...(known ? imageDifference(kind, reference, release) : [])];
  const summary = [
    `${describe(release)}; was ${describe(reference)}`,
    ...details,
    `first difference at offset ${commonStart(reference, release)}`,
  ].join('; ');
  const lines = (native?.lines ?? []).map(({ sign, text }) => ({ sign, text: shortLine(text, columns) }));
  return { summary, lines: lines.slice(0, most), truncated: lines.length > most };
}
