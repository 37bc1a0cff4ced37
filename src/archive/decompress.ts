import type { ByteQueue } from './byte-queue.js';
import type { Compression } from './compression.js';
import { bytesNotZero } from './padding.js';

/** What a compressed file holds besides the bytes it stands for. */
export interface CompressionShape {
  /** Name of the compression; null for a file that isn't compressed. */
  name: string | null;
  /** Streams one after the other, gzip's members; 0 for a file that isn't compressed. */
  streams: number;
  /** Bytes other than zero after the last one; packers of old padded the file to a multiple of 10,240 bytes. */
  trailingBytes: number;
}

/** Nothing seen yet. */
export const noCompression = (): CompressionShape => ({ name: null, streams: 0, trailingBytes: 0 });

/**
 * Unpacks a file stream by stream. Libraries join streams and drop what follows them without a word, and that is what must be told here,
 * so that only one stream at a time is left to them. A file that begins as none of `known` comes out as it went in: npm unpacks plain tar
 * archives too.
 */
export async function* decompress(
  input: ByteQueue,
  known: readonly Compression[],
  shape: CompressionShape,
): AsyncGenerator<Buffer> {
  const longest = Math.max(...known.map(({ magic }) => magic.length));
  let expected = known;
  for (;;) {
    const start = await input.take(longest);
    input.putBack(start);
    const found = expected.find(({ magic }) => start.subarray(0, magic.length).equals(magic));
    if (found === undefined) break;
    shape.name = found.name;
    shape.streams++;
    expected = [found];
    yield* found.unpack(input);
  }
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    if (shape.streams === 0) yield chunk;
    else shape.trailingBytes += bytesNotZero(chunk);
  }
}
