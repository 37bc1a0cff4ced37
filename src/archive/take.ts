import { constants } from 'node:fs';
import { type FileHandle, lstat, open, opendir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A tarball copied to the host, or why there is none. */
export type Taken =
  | { ok: true; path: string }
  | {
      ok: false;
      reason: 'nothing-packed' | 'several-tarballs' | 'not-a-file' | 'too-large';
      /** One line for a person; names nothing that the build chose. */
      message: string;
    };

/** Where an untrusted build left its tarball. */
export interface TakeOptions {
  /** Host folder that the build could write. */
  root: string;
  /** Folder below it, `/` between segments; only its top level is looked at. */
  folder: string;
  /** Host path to copy to, outside the root; it must not exist. */
  to: string;
  maxBytes: number;
}

/**
 * Copies the one tarball (`*.tgz`, `*.tar.gz`) that a build left in a folder to the host. The build may have put a link, a pipe or a
 * device anywhere on the way: nothing is followed, and only a regular file with a single name is read. Nothing of the build may
 * still run, or it could change the way while it is looked at.
 */
export async function takeTarball({ root, folder, to, maxBytes }: TakeOptions): Promise<Taken> {
  let way = root;
  for (const part of ['', ...folder.split('/')]) {
    if (part === '..') return refused('not-a-file', `'${folder}' leads out of the work folder`);
    way = join(way, part);
    const status = await lstat(way).catch(() => null);
    if (status === null) return refused('nothing-packed', `No tarball was left in '${folder}'`);
    if (!status.isDirectory()) return refused('not-a-file', `'${folder}' is no folder after the build`);
  }
  const names = await tarballsIn(way);
  if (names.length > 1) return refused('several-tarballs', `More than one tarball was left in '${folder}'`);
  if (names.length === 0) return refused('nothing-packed', `No tarball was left in '${folder}'`);
  return copy(join(way, names[0]!), to, maxBytes);
}

/** No more than two: a build can leave any number. */
async function tarballsIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) {
    if (/\.(tgz|tar\.gz)$/.test(name)) names.push(name);
    if (names.length === 2) break;
  }
  return names;
}

async function copy(from: string, to: string, maxBytes: number): Promise<Taken> {
  let file: FileHandle;
  try {
    // O_NONBLOCK: opening a pipe must not wait for somebody to write to it.
    file = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return refused('not-a-file', 'What was packed is no regular file');
  }
  try {
    const status = await file.stat();
    // A second name could be one of a file elsewhere on the same file system.
    if (!status.isFile() || status.nlink !== 1) {
      return refused('not-a-file', 'What was packed is no regular file of its own');
    }
    if (status.size > maxBytes)
      return refused('too-large', `The packed tarball is larger than ${maxBytes} bytes`);
    await copyBytes(file, status.size, to);
    return { ok: true, path: to };
  } finally {
    await file.close();
  }
}

async function copyBytes(file: FileHandle, size: number, to: string): Promise<void> {
  const target = await open(to, 'wx', 0o600);
  try {
    // `end` is inclusive; it bounds the copy should the file have grown.
    const source = file.createReadStream({ autoClose: false, start: 0, end: Math.max(size - 1, 0) });
    await pipeline(source, target.createWriteStream());
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}

function refused(reason: Exclude<Taken, { ok: true }>['reason'], message: string): Taken {
  return { ok: false, reason, message };
}
