import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { ArchiveLimits } from '../config/schema.js';
import { collidingPaths } from './collisions.js';
import { ArchiveError } from './error.js';
import { installPath } from './install-path.js';
import { checkPath, checkSize } from './limits.js';
import { entryOf } from './read.js';
import type { Archive, Entry, Oddity } from './schema.js';

/** Files read at a time. */
const atOnce = 16;

/** How a folder is read. */
export interface ReadFolderOptions {
  limits: ArchiveLimits;
  signal: AbortSignal;
  /** Is shown each file with its content, in no order. */
  onContent?: (entry: Entry, content: Buffer) => void;
}

/**
 * Reads every regular file below a folder as an archive of it would be read: nothing is left out but links, devices and pipes, which are
 * odd, and folders that hold none. No link is followed.
 * @throws {ArchiveError} when it is over a limit, or something in it can't be read.
 */
export async function readFolder(
  folder: string,
  { limits, signal, onContent }: ReadFolderOptions,
): Promise<Pick<Archive, 'entries' | 'oddities'>> {
  const { files, oddities } = await listFolder(folder, limits, signal);
  const size = { compressed: 0, tar: 0, members: files.length };
  const limit = pLimit(atOnce);
  const read = async (path: string): Promise<Entry> => {
    signal.throwIfAborted();
    const { mode, content } = await readFile(folder, path, limits.bytes - size.tar);
    size.tar += content.length;
    // A folder is as large as it is: it doesn't expand.
    size.compressed = size.tar;
    checkSize(size, limits);
    const entry = entryOf({ path, mode }, content, false);
    onContent?.(entry, content);
    return entry;
  };
  try {
    const entries = await Promise.all(files.map((path) => limit(read, path)));
    return { entries, oddities: [...oddities, ...collidingPaths(files)] };
  } finally {
    limit.clearQueue();
  }
}

/** Contents of some files of a folder; what is larger than `entryBytes`, or has no room left in `totalBytes`, is absent. */
export async function readFolderContents(
  folder: string,
  paths: Iterable<string>,
  { entryBytes, totalBytes }: { entryBytes: number; totalBytes: number },
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  let left = totalBytes;
  for (const path of paths) {
    const content = await readFile(folder, path, Math.min(entryBytes, left)).then(
      (file) => file.content,
      (error: unknown) => {
        if (error instanceof ArchiveError && error.code === 'E_ARCHIVE_TOO_LARGE') return null;
        throw error;
      },
    );
    if (content === null) continue;
    left -= content.length;
    contents.set(path, content);
  }
  return contents;
}

/** Paths of regular files in order (code units), and what else there is. */
async function listFolder(
  folder: string,
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<{ files: string[]; oddities: Oddity[] }> {
  const files: string[] = [];
  const oddities: Oddity[] = [];
  const left = [''];
  let members = 0;
  for (let below = left.pop(); below !== undefined; below = left.pop()) {
    signal.throwIfAborted();
    const found = await readdir(join(folder, below), { withFileTypes: true, encoding: 'buffer' }).catch(
      (cause: unknown) => {
        throw unreadable(below === '' ? folder : below, cause);
      },
    );
    for (const entry of found) {
      const name = entry.name as unknown as Buffer;
      if (!isUtf8(name)) throw unreadable(`${below}/${name.toString('latin1')}`, 'its name is not UTF-8');
      const path = below === '' ? name.toString() : `${below}/${name.toString()}`;
      members++;
      checkSize({ compressed: 0, tar: 0, members }, limits);
      checkPath(path, limits);
      if (entry.isDirectory()) {
        left.push(path);
        continue;
      }
      const tell = (kind: Oddity['kind'], detail: string) =>
        oddities.push({ kind, path, detail, overwrites: false });
      for (const { kind, detail } of installPath(`folder/${path}`).odd) tell(kind, detail);
      if (entry.isFile()) files.push(path);
      else if (entry.isSymbolicLink()) tell('link', 'It is a link, which npm does not pack.');
      else tell('device', 'It is a device, a pipe or a socket, which npm does not pack.');
    }
  }
  return { files: files.sort(), oddities: oddities.sort((a, b) => (a.path! < b.path! ? -1 : 1)) };
}

async function readFile(
  folder: string,
  path: string,
  atMost: number,
): Promise<{ mode: number; content: Buffer }> {
  let file: FileHandle | null = null;
  try {
    // What was a file when it was listed may be a pipe or a link by now.
    file = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = await file.stat();
    if (!status.isFile()) throw unreadable(path, 'it is no regular file any more');
    if (status.size > atMost) throw tooLarge(path, atMost);
    const content = Buffer.allocUnsafe(status.size);
    let filled = 0;
    for (let read = -1; filled < content.length && read !== 0; filled += read)
      read = (await file.read(content, filled, content.length - filled, filled)).bytesRead;
    return { mode: status.mode & 0o7777, content: content.subarray(0, filled) };
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : unreadable(path, cause);
  } finally {
    await file?.close();
  }
}

function tooLarge(path: string, atMost: number): ArchiveError {
  return new ArchiveError({
    code: 'E_ARCHIVE_TOO_LARGE',
    message: `${path} is larger than the ${atMost} bytes that are left of what is read`,
    hint: "Raise 'archive.bytes' in the configuration if that is expected.",
  });
}

function unreadable(path: string, cause: unknown): ArchiveError {
  const why = typeof cause === 'string' ? cause : ((cause as NodeJS.ErrnoException).code ?? 'unknown');
  return new ArchiveError({
    code: 'E_FOLDER_UNREADABLE',
    message: `${path} can't be read: ${why}`,
    hint: 'Check its permissions: what is not read whole is not compared.',
    cause,
  });
}
