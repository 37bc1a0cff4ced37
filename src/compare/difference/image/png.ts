import { inflateSync } from 'node:zlib';

/** Samples of an image, row by row, without filters; a pixel is `bits` bits wide. */
export interface Pixels {
  width: number;
  height: number;
  bits: number;
  rowBytes: number;
  samples: Buffer;
  /** What the samples mean: depth, colour type and palette. */
  format: Buffer;
}

/** A larger image is not looked into: bytes of its samples. */
const maximumSamples = 128 * 2 ** 20;
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * The pixels of a PNG image (PNG specification, third edition). Null where it is interlaced, too large or broken: a decoder that shows
 * where two images differ need not know more.
 */
export function readPng(bytes: Buffer): Pixels | null {
  try {
    const header = bytes.subarray(16, 29);
    const [width, height, depth, colour] = [
      header.readUInt32BE(0),
      header.readUInt32BE(4),
      header[8]!,
      header[9]!,
    ];
    const bits = depth * (channels[colour] ?? 0);
    const rowBytes = Math.ceil((width * bits) / 8);
    const size = (rowBytes + 1) * height;
    if (header.length < 13 || bits === 0 || header[12] !== 0 || size === 0 || size > maximumSamples)
      return null;
    const { data, palette } = chunks(bytes);
    const filtered = inflateSync(Buffer.concat(data), { maxOutputLength: size });
    if (filtered.length !== size) return null;
    const samples = unfilter(filtered, rowBytes, height, Math.max(1, bits >> 3));
    const format = Buffer.concat([header.subarray(8, 10), ...palette]);
    return samples && { width, height, bits, rowBytes, samples, format };
  } catch {
    // Cut off, or no deflate stream of this size.
    return null;
  }
}

function chunks(bytes: Buffer): { data: Buffer[]; palette: Buffer[] } {
  const [data, palette]: [Buffer[], Buffer[]] = [[], []];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') data.push(content);
    if (type === 'PLTE' || type === 'tRNS') palette.push(content);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return { data, palette };
}

/** Undoes the filter of each row (PNG specification, 9.2); null for a filter that there is not. */
function unfilter(filtered: Buffer, rowBytes: number, height: number, step: number): Buffer | null {
  const samples = Buffer.alloc(rowBytes * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (rowBytes + 1)]!;
    if (filter > 4) return null;
    const [from, to] = [row * (rowBytes + 1) + 1, row * rowBytes];
    for (let at = 0; at < rowBytes; at += 1) {
      const left = at >= step ? samples[to + at - step]! : 0;
      const above = row > 0 ? samples[to + at - rowBytes]! : 0;
      const corner = row > 0 && at >= step ? samples[to + at - rowBytes - step]! : 0;
      samples[to + at] = filtered[from + at]! + predicted(filter, left, above, corner);
    }
  }
  return samples;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
