import type { ByteQueue } from './byte-queue.js';

/** One way to compress a stream. */
export interface Compression {
  /** As people call it: `gzip`, `xz`. */
  name: string;
  /** First bytes of every stream of it. */
  magic: Buffer;
  /**
   * Unpacks one stream that begins with the next bytes, and takes none that come after its end. Holds no more than its window and a
   * chunk.
   * @throws {ArchiveError} when it is damaged or cut off.
   */
  unpack(input: ByteQueue): AsyncGenerator<Buffer>;
}
