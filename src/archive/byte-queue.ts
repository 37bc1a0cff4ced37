/** Chunks of a stream, of which the unused rest of one can be put back. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer | null = null;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes, as many as there happen to be; null at the end. */
  async next(): Promise<Buffer | null> {
    const rest = this.#rest;
    this.#rest = null;
    if (rest !== null) return rest;
    for (;;) {
      const { value, done } = await this.#chunks.next();
      if (done === true) return null;
      if (value.length > 0) return value;
    }
  }

  /** Exactly `count` bytes, or as many as are left. */
  async take(count: number): Promise<Buffer> {
    let bytes: Buffer = Buffer.alloc(0);
    while (bytes.length < count) {
      const chunk = await this.next();
      if (chunk === null) break;
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    }
    if (bytes.length > count) this.putBack(bytes.subarray(count));
    return bytes.subarray(0, count);
  }

  /** Makes these the next bytes; only what was just taken may come back. */
  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#rest = this.#rest === null ? bytes : joined(bytes, this.#rest);
  }
}

/** Two in one, not copied where they follow each other in memory: parts of one chunk. */
function joined(first: Buffer, second: Buffer): Buffer {
  const follows = first.buffer === second.buffer && first.byteOffset + first.length === second.byteOffset;
  if (!follows) return Buffer.concat([first, second]);
  return Buffer.from(first.buffer, first.byteOffset, first.length + second.length);
}
