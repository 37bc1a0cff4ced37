import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import type { ArchiveLimits } from '../config/schema.js';
import { type FileSink, TarBodies } from './bodies.js';
import { ByteQueue } from './byte-queue.js';
import { type GzipShape, gunzip } from './gunzip.js';
import { installPath } from './install-path.js';
import { Installed } from './installed.js';
import { type ArchiveBytes, checkPath, checkSize } from './limits.js';
import { isFile, memberOddities, shapeOddities } from './oddities.js';
import { type Member, TarScanner } from './scanner.js';
import type { Oddity } from './schema.js';

/** A file that npm would install, as its header tells. */
export interface InstalledFile {
  /** Path below the package folder. */
  path: string;
  /** First component of its stored path. */
  root: string;
  mode: number;
  /** Bytes. */
  size: number;
}

/** How an archive is walked. */
export interface WalkOptions {
  limits: ArchiveLimits;
  signal?: AbortSignal | undefined;
  /** Sees the bytes as they are stored. */
  onCompressed?: (chunk: Buffer) => void;
  /** Sees the uncompressed tar stream. */
  onTar?: (chunk: Buffer) => void;
  /** Called for each file that installs, in archive order; one of the same path replaces it later. Null skips its bytes. */
  onFile: (file: InstalledFile) => FileSink | null;
}

/** What a walk learned besides the files. */
export interface Walked {
  oddities: Oddity[];
  size: ArchiveBytes;
}

const directory = '5';

/**
 * Reads an archive once, holding no more of it than a chunk, and shows the files that npm would install.
 * @throws {ArchiveError} when it is damaged or over a limit; errors of a stream that was handed in come through as they are.
 */
export async function walkArchive(source: string | Readable, options: WalkOptions): Promise<Walked> {
  const { limits, signal } = options;
  const input = typeof source === 'string' ? createReadStream(source, { highWaterMark: 2 ** 18 }) : source;
  if (signal !== undefined) addAbortSignal(signal, input);
  const size: ArchiveBytes = { compressed: 0, tar: 0, members: 0 };
  const gzip: GzipShape = { members: 0, trailingBytes: 0 };
  const scanner = new TarScanner();
  const oddities: Oddity[] = [];
  const bodies = new TarBodies(scanner, fileTaker(options, size, oddities));
  try {
    for await (const chunk of gunzip(new ByteQueue(counted(input, size, options)), gzip)) {
      signal?.throwIfAborted();
      size.tar += chunk.length;
      checkSize(size, limits);
      options.onTar?.(chunk);
      for (const piece of scanner.push(chunk)) await bodies.write(piece);
    }
    scanner.end();
    await bodies.end();
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  } finally {
    bodies.destroy();
    input.destroy();
  }
  return { oddities: [...oddities, ...shapeOddities(scanner.shape, gzip)], size };
}

async function* counted(input: Readable, size: ArchiveBytes, options: WalkOptions): AsyncGenerator<Buffer> {
  for await (const chunk of input as AsyncIterable<Buffer>) {
    size.compressed += chunk.length;
    options.onCompressed?.(chunk);
    yield chunk;
  }
}

function fileTaker({ limits, onFile }: WalkOptions, size: ArchiveBytes, oddities: Oddity[]) {
  const installed = new Installed();
  return (member: Member): FileSink | null => {
    size.members++;
    checkPath(member.path, limits);
    checkSize(size, limits);
    const { root, path, odd, refused } = installPath(member.path);
    const told = path ?? member.path;
    const tell = (kind: Oddity['kind'], detail: string) =>
      oddities.push({ kind, path: told, detail, overwrites: false });
    for (const { kind, detail } of [...odd, ...memberOddities(member)]) tell(kind, detail);
    // npm makes the folders that files need, and none because the archive has one.
    if (member.type === directory) return null;
    if (refused !== null) tell('invalid-path', refused);
    if (path === null || !isFile(member)) return null;
    if (!installed.add(path)) {
      tell(
        'directory-and-file',
        'A file and a folder of this path are in the archive; the later is not installed.',
      );
      return null;
    }
    return onFile({ path, root, mode: member.mode, size: member.size });
  };
}
