import { crc32, inflateRawSync } from 'node:zlib';

/** Bytes that a stream may unpack to, in all and for each byte of its own: a bomb is no stream that two honest builds differ in. */
export const inflateLimits = { bytes: 32 * 2 ** 20, ratio: 100, ratioFrom: 2 ** 20 } as const;

/** What a deflate stream is stated to hold. */
interface Deflated {
  data: Buffer;
  size: number;
  crc32: number;
}

/** Whether a stream of so many bytes may be said to hold so many. */
export const isBounded = (stored: number, size: number): boolean =>
  size <= Math.min(inflateLimits.bytes, stored * inflateLimits.ratio + inflateLimits.ratioFrom);

/**
 * Unpacks raw deflate (RFC 1951). Null unless it is one whole stream and nothing else, of the size and checksum that are stated; bounded
 * in time and memory by the size of its input. Never throws.
 */
export function inflateWhole({ data, size, crc32: sum }: Deflated): Buffer | null {
  if (!isBounded(data.length, size)) return null;
  try {
    const { buffer, engine } = inflateRawSync(data, {
      info: true,
      maxOutputLength: Math.max(size, 1),
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    const whole = engine.bytesWritten === data.length && buffer.length === size;
    return whole && crc32(buffer) === sum ? buffer : null;
  } catch {
    return null;
  }
}
