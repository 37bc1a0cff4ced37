import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { ReleaseError } from '../error.js';

/** First bytes of a catalogue; the number is that of the format. */
const magic = Buffer.from('reprove catalogue 1\n');
/** Bytes of an id, the beginning of a file's SHA-256: git's own ids can be collided, and half of such a pair planted in a history. */
export const idBytes = 20;
/** Bytes by which a text's first line is found. */
export const firstLineBytes = 6;
/** Bytes unpacked at most. */
const largest = 2 ** 28;

const headerSchema = z.object({
  made: z.string().describe('ISO 8601.'),
  sources: z.array(z.object({ project: z.string(), from: z.string(), state: z.string(), files: z.int() })),
  files: z.int(),
  texts: z.int(),
  stamped: z.int(),
  packed: z.int(),
});

/** Where a catalogue is from. */
type CatalogueHeader = z.infer<typeof headerSchema>;

/** Projects with versions, and paths, by number; the highest serial number of each macro file, by base name. */
const tablesSchema = z.object({
  origins: z.array(z.tuple([z.string(), z.string()])),
  paths: z.array(z.string()),
  serials: z.array(z.tuple([z.string(), z.int()])),
});

/** A known build file. */
export interface KnownFile {
  project: string;
  path: string;
  since: string;
}

/** A known macro file as `aclocal` copies it. */
export interface KnownText {
  /** SHA-256 of the text without lines that begin with `##`. */
  sha256: Buffer;
  bytes: number;
  /** SHA-256 of its first line. */
  firstLine: Buffer;
  /** Which file it is, by its place in `files`. */
  file: number;
}

/** A file of libtool without the version that a build writes into it. */
export interface KnownStamped {
  sha256: Buffer;
  /** Which file it is, by its place in `files`. */
  file: number;
}

/** A catalogue as it is written. */
export interface CatalogueContent {
  made: string;
  sources: CatalogueHeader['sources'];
  files: readonly (KnownFile & { sha256: Buffer })[];
  texts: readonly KnownText[];
  stamped: readonly KnownStamped[];
  /** Highest serial numbers, by base name. */
  serials: ReadonlyMap<string, number>;
}

/** What is read of a catalogue: sections of numbers stay as they are. */
export interface CatalogueSections {
  header: CatalogueHeader;
  tables: z.infer<typeof tablesSchema>;
  /** Origin and path of each file, two numbers each. */
  index: Uint32Array;
  /** Bytes and file of each text, two numbers each. */
  textIndex: Uint32Array;
  /** Ids of files, in order. */
  ids: Buffer;
  /** First lines of texts, in order. */
  firstLines: Buffer;
  textIds: Buffer;
  /** Ids of files without their stamps, in order, and the file of each. */
  stampedIds: Buffer;
  stampedIndex: Uint32Array;
}

/** The beginning of a SHA-256 in hex, as ids have it. */
export const sha256Of = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** Writes a catalogue: a header of JSON that people can read, what compresses well, and ids, which don't. */
export function encodeCatalogue({ made, sources, files, texts, stamped, serials }: CatalogueContent): Buffer {
  const order = files.map((_, at) => at).sort((a, b) => files[a]!.sha256.compare(files[b]!.sha256));
  const placeOf = new Map(order.map((old, at) => [old, at]));
  const origins = new Numbered<[string, string]>((origin) => origin.join('\0'));
  const paths = new Numbered<string>((path) => path);
  const index = new Uint32Array(
    order.flatMap((at) => {
      const { project, since, path } = files[at]!;
      return [origins.numberOf([project, since]), paths.numberOf(path)];
    }),
  );
  const sorted = [...texts].sort((a, b) => a.firstLine.compare(b.firstLine) || a.bytes - b.bytes);
  const textIndex = new Uint32Array(sorted.flatMap(({ bytes, file }) => [bytes, placeOf.get(file)!]));
  const unstamped = [...stamped].sort((a, b) => a.sha256.compare(b.sha256));
  const stampedIndex = new Uint32Array(unstamped.map(({ file }) => placeOf.get(file)!));
  const tables = Buffer.from(
    JSON.stringify({ origins: origins.all, paths: paths.all, serials: [...serials] }),
  );
  const packed = brotliCompressSync(
    Buffer.concat([lengthOf(tables), tables, columns(index), columns(textIndex), columns(stampedIndex)]),
    { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } },
  );
  const header: CatalogueHeader = {
    made,
    sources,
    files: files.length,
    texts: texts.length,
    stamped: stamped.length,
    packed: packed.length,
  };
  const head = Buffer.from(JSON.stringify(header));
  return Buffer.concat([
    ...[magic, lengthOf(head), head, Buffer.from('\n'), packed],
    ...order.map((at) => files[at]!.sha256.subarray(0, idBytes)),
    ...sorted.map(({ firstLine }) => firstLine.subarray(0, firstLineBytes)),
    ...sorted.map(({ sha256 }) => sha256.subarray(0, idBytes)),
    ...unstamped.map(({ sha256 }) => sha256.subarray(0, idBytes)),
  ]);
}

/** Reads a catalogue's sections. Throws `ReleaseError` (`E_CATALOGUE`) for what is none. */
export function decodeCatalogue(bytes: Buffer, name: string): CatalogueSections {
  try {
    if (!bytes.subarray(0, magic.length).equals(magic)) throw new Error('it does not begin as one');
    let at = magic.length;
    const take = (length: number) => {
      if (at + length > bytes.length) throw new Error('it ends early');
      at += length;
      return bytes.subarray(at - length, at);
    };
    const header = headerSchema.parse(JSON.parse(take(take(4).readUInt32LE()).toString('utf8')));
    take(1);
    const { files, texts, stamped, packed } = header;
    const unpacked = brotliDecompressSync(take(packed), { maxOutputLength: largest });
    const end = 4 + unpacked.readUInt32LE();
    const tables = tablesSchema.parse(JSON.parse(unpacked.toString('utf8', 4, end)));
    const index = rows(unpacked.subarray(end, end + 8 * files));
    const textIndex = rows(unpacked.subarray(end + 8 * files, end + 8 * (files + texts)));
    const stampedIndex = rows(
      unpacked.subarray(end + 8 * (files + texts), end + 8 * (files + texts) + 4 * stamped),
    );
    if (index.length !== 2 * files || textIndex.length !== 2 * texts || stampedIndex.length !== stamped)
      throw new Error('it ends early');
    return {
      ...{ header, tables, index, textIndex, stampedIndex },
      ids: take(idBytes * files),
      firstLines: take(firstLineBytes * texts),
      textIds: take(idBytes * texts),
      stampedIds: take(idBytes * stamped),
    };
  } catch (cause) {
    throw new ReleaseError({
      code: 'E_CATALOGUE',
      message: `${name} is no catalogue of build files: ${(cause as Error).message.split('\n')[0]}`,
      hint: 'Make one with `reprove catalogue build`.',
      exitCode: 2,
      cause,
    });
  }
}

/** Values by number, each once. */
class Numbered<Value> {
  readonly all: Value[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(readonly keyOf: (value: Value) => string) {}

  numberOf(value: Value): number {
    const key = this.keyOf(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.push(value) - 1);
    return this.all.length - 1;
  }
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

/** Numbers byte by byte of the same weight, which compresses better. */
function columns(numbers: Uint32Array): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((value, at) => {
    for (let weight = 0; weight < 4; weight++)
      bytes[weight * numbers.length + at] = (value >>> (8 * weight)) & 0xff;
  });
  return bytes;
}

function rows(bytes: Buffer): Uint32Array {
  const length = bytes.length >>> 2;
  const numbers = new Uint32Array(length);
  for (let weight = 0; weight < 4; weight++)
    for (let at = 0; at < length; at++) numbers[at]! |= bytes[weight * length + at]! << (8 * weight);
  return numbers;
}
