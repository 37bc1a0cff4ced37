import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import type { ArchiveLimits } from '../config/schema.js';
import { type FileSink, TarBodies } from './bodies.js';
import { ByteQueue } from './byte-queue.js';
import { decompress, noCompression } from './decompress.js';
import { type ArchiveForm, packageForm } from './form.js';
import { installPath } from './install-path.js';
import { Installed } from './installed.js';
import { type ArchiveBytes, checkPath, checkSize } from './limits.js';
import { isFile, memberOddities, shapeOddities } from './oddities.js';
import { type Member, TarScanner } from './scanner.js';
import type { Oddity } from './schema.js';

/** A file that installs, as its header tells. */
export interface InstalledFile {
  /** Path below the package folder. */
  path: string;
  /** First component of its stored path. */
  root: string;
  mode: number;
  /** Bytes; 0 for a link. */
  size: number;
  /** When it was last changed, in seconds since 1970. */
  modified: number;
  /** What it is a link to, as stored; absent for a file of its own. */
  link?: { kind: 'symbolic' | 'hard'; target: string };
}

/** How an archive is walked. */
export interface WalkOptions {
  limits: ArchiveLimits;
  /** `packageForm` unless given. */
  form?: ArchiveForm | undefined;
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
 * Reads an archive once, holding no more of it than a chunk, and shows the files that it installs, as npm would do it; links too where its form has them.
 * @throws {ArchiveError} when it is damaged or over a limit; errors of a stream that was handed in come through as they are.
 */
export async function walkArchive(source: string | Readable, options: WalkOptions): Promise<Walked> {
  const { limits, signal, form = packageForm } = options;
  const input = typeof source === 'string' ? createReadStream(source, { highWaterMark: 2 ** 20 }) : source;
  if (signal !== undefined) addAbortSignal(signal, input);
  const size: ArchiveBytes = { compressed: 0, tar: 0, members: 0 };
  const compression = noCompression();
  const scanner = new TarScanner();
  const oddities: Oddity[] = [];
  const bodies = new TarBodies(scanner, fileTaker({ ...options, form }, size, oddities));
  try {
    const compressed = new ByteQueue(counted(input, size, options));
    for await (const chunk of decompress(compressed, form.compressions, compression)) {
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
  return { oddities: [...oddities, ...shapeOddities(scanner.shape, compression)], size };
}

async function* counted(input: Readable, size: ArchiveBytes, options: WalkOptions): AsyncGenerator<Buffer> {
  for await (const chunk of input as AsyncIterable<Buffer>) {
    size.compressed += chunk.length;
    options.onCompressed?.(chunk);
    yield chunk;
  }
}

function fileTaker(
  { limits, form, onFile }: WalkOptions & { form: ArchiveForm },
  size: ArchiveBytes,
  oddities: Oddity[],
) {
  const installed = new Installed();
  return (member: Member): FileSink | null => {
    size.members++;
    checkPath(member.path, limits);
    checkSize(size, limits);
    const { root, path, odd, refused } = installPath(member.path);
    const told = path ?? member.path;
    const tell = (kind: Oddity['kind'], detail: string) =>
      oddities.push({ kind, path: told, detail, overwrites: false });
    for (const { kind, detail } of [...odd, ...memberOddities(member, form)]) tell(kind, detail);
    // npm makes the folders that files need, and none because the archive has one.
    if (member.type === directory) return null;
    if (refused !== null) tell('invalid-path', refused);
    const link = form.links ? linkOf(member) : undefined;
    if (path === null || !(isFile(member) || link)) return null;
    if (!installed.add(path)) {
      tell(
        'directory-and-file',
        'A file and a folder of this path are in the archive; the later is not installed.',
      );
      return null;
    }
    const { mode, modified } = member;
    return onFile({ path, root, mode, size: member.size, modified, ...(link && { link }) });
  };
}

function linkOf({ type, linkname }: Member): InstalledFile['link'] {
  if (type === '2') return { kind: 'symbolic', target: linkname };
  return type === '1' ? { kind: 'hard', target: linkname } : undefined;
}
