import { type Pixels, readPng } from './png.js';
import { imageSize, type Size } from './size.js';

const words = (size: Size | null) =>
  size === null ? "a size that can't be read" : `${size.width}×${size.height}`;

/** What can be told of two images of one kind besides their bytes: sizes, and of PNG the pixels. Nothing for other kinds of files. */
export function imageDifference(kind: string, reference: Buffer, release: Buffer): string[] {
  const [before, after] = [imageSize(kind, reference), imageSize(kind, release)];
  if (before === null && after === null) return [];
  if (before?.width !== after?.width || before?.height !== after?.height)
    return [`${words(after)} instead of ${words(before)} pixels`];
  const size = `${words(after)} pixels`;
  if (kind !== 'PNG image') return [size];
  const [left, right] = [readPng(reference), readPng(release)];
  if (left === null || right === null) return [size];
  if (!left.format.equals(right.format)) return [`${size} in another format or palette`];
  return [`${size}, ${changedPixels(left, right)}`];
}

/** How many pixels differ, and the rectangle that holds them. */
function changedPixels(left: Pixels, right: Pixels): string {
  const { width, height, bits, rowBytes } = left;
  let count = 0;
  let [top, bottom, first, last] = [height, 0, width, 0];
  for (let row = 0; row < height; row += 1) {
    const [ours, theirs] = [right, left].map(({ samples }) =>
      samples.subarray(row * rowBytes, (row + 1) * rowBytes),
    ) as [Buffer, Buffer];
    if (ours.equals(theirs)) continue;
    for (let column = 0; column < width; column += 1) {
      if (samePixel(ours, theirs, column, bits)) continue;
      count += 1;
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      [first, last] = [Math.min(first, column), Math.max(last, column)];
    }
  }
  if (count === 0) return 'all the same';
  return `${count} of ${width * height} changed, within ${last - first + 1}×${bottom - top + 1} at column ${first}, row ${top}`;
}

function samePixel(ours: Buffer, theirs: Buffer, column: number, bits: number): boolean {
  if (bits < 8) {
    const at = (column * bits) >> 3;
    const mask = ((1 << bits) - 1) << (8 - bits - ((column * bits) & 7));
    return ((ours[at]! ^ theirs[at]!) & mask) === 0;
  }
  const step = bits >> 3;
  for (let at = column * step; at < (column + 1) * step; at += 1) if (ours[at] !== theirs[at]) return false;
  return true;
}
