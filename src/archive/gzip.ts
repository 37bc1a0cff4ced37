import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteQueue } from './byte-queue.js';
import type { Compression } from './compression.js';
import { corrupt } from './error.js';

const flags = { headerCrc: 0x02, extra: 0x04, name: 0x08, comment: 0x10, reserved: 0xe0 };
/** Bytes of a name or comment in a gzip header; real ones are file names. */
const longestText = 65_536;
/** Bytes unpacked at a time: each piece costs a trip to another thread, so that small ones double the time. */
const chunkBytes = 2 ** 20;

/** gzip (RFC 1952), of which node's own gunzip joins members: only the deflate inside is left to it. */
export const gzip: Compression = {
  name: 'gzip',
  magic: Buffer.from([0x1f, 0x8b]),
  async *unpack(input) {
    await skipHeader(input);
    yield* inflateMember(input);
  },
};

async function skipHeader(input: ByteQueue): Promise<void> {
  const parts = [await exactly(input, 10)];
  const method = parts[0]![2];
  const flag = parts[0]![3]!;
  if (method !== 8 || (flag & flags.reserved) !== 0) throw corrupt('its gzip header is not one.');
  if ((flag & flags.extra) !== 0) {
    const size = await exactly(input, 2);
    parts.push(size, await exactly(input, size.readUInt16LE()));
  }
  if ((flag & flags.name) !== 0) parts.push(await text(input));
  if ((flag & flags.comment) !== 0) parts.push(await text(input));
  if ((flag & flags.headerCrc) === 0) return;
  const sum = await exactly(input, 2);
  if ((crc32(Buffer.concat(parts)) & 0xffff) !== sum.readUInt16LE())
    throw corrupt('its gzip header is damaged.');
}

/** A text that a NUL ends, with that NUL. */
async function text(input: ByteQueue): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length <= longestText; ) {
    const chunk = await input.next();
    if (chunk === null) break;
    const end = chunk.indexOf(0);
    if (end !== -1) {
      input.putBack(chunk.subarray(end + 1));
      return Buffer.concat([...parts, chunk.subarray(0, end + 1)]);
    }
    parts.push(chunk);
    length += chunk.length;
  }
  throw corrupt('its gzip header does not end.');
}

async function* inflateMember(input: ByteQueue): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: chunkBytes });
  const feeding = feed(input, inflate);
  // Awaited below; until then a failure must not count as unhandled.
  feeding.catch((error: Error) => inflate.destroy(error));
  let sum = 0;
  let size = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? corrupt('its compressed data is damaged or cut off.', error) : error;
  } finally {
    inflate.destroy();
  }
  await feeding;
  const trailer = await exactly(input, 8);
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size % 2 ** 32) {
    throw corrupt('its compressed data does not have the checksum it states.');
  }
}

/** Hands over one chunk at a time, and puts back what the deflate stream did not want: it ended before. */
async function feed(input: ByteQueue, inflate: InflateRaw): Promise<void> {
  // Of a stream that is gone, because of an error or because nobody reads any more, the last chunk is never called back.
  let gone = () => {};
  inflate.once('close', () => gone());
  const isConsumed = (chunk: Buffer) =>
    new Promise<boolean>((resolve) => {
      gone = () => resolve(false);
      inflate.write(chunk, (error) => resolve(error === null || error === undefined));
    });
  let offered = 0;
  for (;;) {
    const chunk = await input.next();
    if (chunk === null) {
      inflate.end();
      return;
    }
    offered += chunk.length;
    if (!(await isConsumed(chunk))) return;
    if (inflate.bytesWritten < offered) {
      input.putBack(chunk.subarray(chunk.length - (offered - inflate.bytesWritten)));
      return;
    }
  }
}

async function exactly(input: ByteQueue, count: number): Promise<Buffer> {
  const bytes = await input.take(count);
  if (bytes.length < count) throw corrupt('it is cut off.');
  return bytes;
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
