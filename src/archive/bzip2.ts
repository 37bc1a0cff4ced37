import type { Bits, Bunzip } from 'unbzip2-stream/lib/bzip2.js';
import type { ByteQueue } from './byte-queue.js';
import type { Compression } from './compression.js';
import { ArchiveError, corrupt } from './error.js';

/** More than a block of 900,000 bytes takes when it is compressed, tables included. */
const blockBytes = 2 ** 20;
const chunkBytes = 2 ** 16;

/** bzip2, block by block: each is unpacked in one go, so that enough input for it is brought before. */
export const bzip2: Compression = {
  name: 'bzip2',
  magic: Buffer.from('BZh'),
  async *unpack(input) {
    const [{ default: unpacker }, { default: readBits }] = await Promise.all([
      import('unbzip2-stream/lib/bzip2.js'),
      import('unbzip2-stream/lib/bit_iterator.js'),
    ]);
    // Its tables are fields of it: no two archives share them.
    const bunzip: Bunzip = Object.create(unpacker);
    const supply = new Supply(readBits);
    await supply.bring(input);
    const size = readable(() => bunzip.header(supply.bits)) * 100_000;
    const scratch = new Int32Array(size);
    for (let checksum: number | null = 0; ; ) {
      await supply.bring(input);
      const chunks = new Chunks();
      const before: number = checksum;
      checksum = readable(() =>
        bunzip.decompress(supply.bits, (byte) => chunks.add(byte), scratch, size, before),
      );
      yield* chunks.all();
      if (checksum === null) break;
    }
    input.putBack(supply.rest());
  },
};

/** Input that was brought, read bit by bit. */
class Supply {
  readonly bits: Bits;
  /** Brought, and not yet asked for by the reader of bits. */
  readonly #waiting: Buffer[] = [];
  /** The reader's and those that wait. */
  #held: Buffer[] = [];
  #brought = 0;

  constructor(readBits: (next: () => Buffer) => Bits) {
    // It asks for the first at once.
    this.#waiting.push(Buffer.alloc(0));
    this.bits = readBits(() => {
      const next = this.#waiting.shift();
      if (next === undefined) throw corrupt('its compressed data is cut off.');
      return next;
    });
  }

  async bring(input: ByteQueue): Promise<void> {
    while (this.#brought - this.bits.bytesRead < blockBytes) {
      const bytes = await input.next();
      if (bytes === null) return;
      this.#brought += bytes.length;
      this.#waiting.push(bytes);
      this.#held.push(bytes);
      let read =
        this.bits.bytesRead - (this.#brought - this.#held.reduce((sum, { length }) => sum + length, 0));
      while (this.#held.length > 1 && read >= this.#held[0]!.length) read -= this.#held.shift()!.length;
    }
  }

  /** What is left, from the next whole byte on. */
  rest(): Buffer {
    const held = Buffer.concat(this.#held);
    return held.subarray(held.length - (this.#brought - this.bits.bytesRead));
  }
}

/** Bytes that come one by one. */
class Chunks {
  readonly #full: Buffer[] = [];
  #last = Buffer.allocUnsafe(chunkBytes);
  #at = 0;

  add(byte: number): void {
    if (this.#at === chunkBytes) {
      this.#full.push(this.#last);
      this.#last = Buffer.allocUnsafe(chunkBytes);
      this.#at = 0;
    }
    this.#last[this.#at++] = byte;
  }

  all(): Buffer[] {
    return [...this.#full, this.#last.subarray(0, this.#at)];
  }
}

function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof ArchiveError ? error : corrupt('its compressed data is damaged.', error);
  }
}
