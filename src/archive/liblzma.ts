import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { exitCodes, ReproveError } from '../errors.js';
import type { ByteQueue } from './byte-queue.js';
import type { Compression } from './compression.js';
import { corrupt } from './error.js';

/** Bytes handed over, and taken back, at a time. */
const chunk = { in: 2 ** 16, out: 2 ** 18 } as const;
/** What liblzma may hold, in bytes; `xz -9` needs 65 MiB. */
const memory = 128 * 2 ** 20;
const run = 0;
const ended = 1;

/** What is used of liblzma as it is compiled to WebAssembly. 64-bit numbers are two of 32 bits, the low one first. */
interface Liblzma {
  HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _lzma_auto_decoder(stream: number, low: number, high: number, flags: number): number;
  _lzma_code(stream: number, action: number): number;
}

/** Each archive has liblzma, and its memory, to itself: what one does there reaches no other, and nothing of the host. */
async function instance() {
  try {
    const wasm = createRequire(import.meta.url).resolve('node-liblzma/wasm/liblzma.wasm');
    const [{ default: create }, { WasmLzmaStream }, wasmBinary] = await Promise.all([
      import('node-liblzma/wasm/liblzma.js'),
      import('node-liblzma/wasm'),
      readFile(wasm),
    ]);
    const module = await create({ wasmBinary });
    return { lzma: module as unknown as Liblzma, stream: new WasmLzmaStream(module) };
  } catch (cause) {
    throw new ReproveError({
      code: 'E_NO_LIBLZMA',
      message: 'liblzma is not there, without which no .xz and no .lz can be read',
      hint: 'Install it beside reprove: npm install --ignore-scripts node-liblzma',
      exitCode: exitCodes.environment,
      cause,
    });
  }
}

async function* unpack(input: ByteQueue): AsyncGenerator<Buffer> {
  const { lzma, stream } = await instance();
  const place = { in: lzma._malloc(chunk.in), out: lzma._malloc(chunk.out) };
  // 0: one stream and no more.
  lzma._lzma_auto_decoder(stream.ptr, memory, 0, 0);
  for (let bytes = await input.next(); bytes !== null; bytes = await input.next()) {
    const part = bytes.subarray(0, chunk.in);
    input.putBack(bytes.subarray(part.length));
    lzma.HEAPU8.set(part, place.in);
    stream.setInput(place.in, part.length);
    do {
      stream.setOutput(place.out, chunk.out);
      const answer = lzma._lzma_code(stream.ptr, run);
      const made = chunk.out - stream.availOut;
      if (made > 0) yield Buffer.from(lzma.HEAPU8.subarray(place.out, place.out + made));
      if (answer === ended) {
        input.putBack(part.subarray(part.length - stream.availIn));
        return;
      }
      if (answer !== 0) throw corrupt(`its compressed data is damaged (liblzma says ${answer}).`);
    } while (stream.availIn > 0 || stream.availOut === 0);
  }
  throw corrupt('its compressed data is cut off.');
}

/** The .xz format, by the library of its authors. */
export const xz: Compression = {
  name: 'xz',
  magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
  unpack,
};

/** The .lz format of lzip. */
export const lzip: Compression = { name: 'lzip', magic: Buffer.from('LZIP'), unpack };
