// What unbzip2-stream is made of: the stream itself joins streams without a word.

declare module 'unbzip2-stream/lib/bzip2.js' {
  /** Bits of the input by their number; null goes on to the next whole byte. `bytesRead` counts the bytes that were begun. */
  export type Bits = ((count: number | null) => number) & { bytesRead: number };

  export interface Bunzip {
    /** Size of the blocks, in 100,000 bytes. */
    header(bits: Bits): number;
    /** Hands over the next block's bytes, one by one; its checksum and those before as one, or null where there is no other block. */
    decompress(
      bits: Bits,
      byte: (value: number) => void,
      scratch: Int32Array,
      size: number,
      checksum: number,
    ): number | null;
  }

  const bunzip: Bunzip;
  export default bunzip;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  import type { Bits } from 'unbzip2-stream/lib/bzip2.js';

  /** `next` is asked for one buffer after the other. */
  export default function bitIterator(next: () => Buffer): Bits;
}
