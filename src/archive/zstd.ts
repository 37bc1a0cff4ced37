import type { ByteQueue } from './byte-queue.js';
import type { Compression } from './compression.js';
import { corrupt } from './error.js';

/** Bytes of a frame's window at most; RFC 8878 recommends 8 MiB, and the decompressor takes no more than this. */
const largestWindow = 2 ** 25;
const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Where a frame's header ends and what it says, as RFC 8878, 3.1.1.1, has it. */
interface FrameHeader {
  bytes: Buffer;
  checksum: boolean;
}

/**
 * Zstandard (RFC 8878). The decompressor joins frames without a word: it is handed one block after the other, whose lengths say where the frame
 * ends. Frames that need a dictionary are refused. The checksum (of XXH64) is not compared: tar's own and those of the entries are.
 */
export const zstd: Compression = {
  name: 'zstd',
  magic,
  async *unpack(input) {
    const { Decompress } = await import('fzstd');
    let made: Buffer[] = [];
    const frame = new Decompress((bytes) => {
      made.push(Buffer.from(bytes));
    });
    const push = (bytes: Buffer, last = false) => {
      try {
        frame.push(new Uint8Array(bytes), last);
      } catch (error) {
        throw corrupt('its compressed data is damaged.', error);
      }
    };
    const header = await frameHeader(input);
    push(header.bytes);
    for (let last = false; !last; ) {
      const block = await exactly(input, 3);
      const word = block.readUIntLE(0, 3);
      last = (word & 1) === 1;
      const type = (word >> 1) & 3;
      if (type === 3) throw corrupt('its compressed data is damaged.');
      // A block of one byte repeated holds that byte, whatever its size.
      const body = await exactly(input, type === 1 ? 1 : word >> 3);
      push(Buffer.concat([block, body]), last && !header.checksum);
      yield* made;
      made = [];
    }
    if (header.checksum) push(await exactly(input, 4), true);
    yield* made;
  },
};

async function frameHeader(input: ByteQueue): Promise<FrameHeader> {
  const start = await exactly(input, 5);
  const descriptor = start[4]!;
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const size = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  if (dictionary > 0) throw corrupt('its compressed data needs a dictionary.');
  const rest = await exactly(input, (single ? 0 : 1) + size);
  const window = single ? sizeOf(rest) : windowOf(rest[0]!);
  if (window > largestWindow)
    throw corrupt('its compressed data needs more memory than any reader gives it.');
  return { bytes: Buffer.concat([start, rest]), checksum: (descriptor & 4) !== 0 };
}

const windowOf = (byte: number) => {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
};

const sizeOf = (field: Buffer): number =>
  field.length === 8
    ? Number(field.readBigUInt64LE())
    : field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0);

async function exactly(input: ByteQueue, count: number): Promise<Buffer> {
  const bytes = await input.take(count);
  if (bytes.length < count) throw corrupt('its compressed data is cut off.');
  return bytes;
}
