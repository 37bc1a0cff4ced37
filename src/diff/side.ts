import { hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { readContents } from '../archive/contents.js';
import { ArchiveError } from '../archive/error.js';
import { readArchive } from '../archive/read.js';
import type { Archive, Entry } from '../archive/schema.js';
import type { Context } from '../context.js';
import { exitCodes, ReproveError } from '../errors.js';
import type { HeldContents, SideName } from './held.js';
import { localPath } from './local-path.js';

/** One of the two things compared, read to its end. */
export interface Side extends Pick<Archive, 'entries' | 'oddities'> {
  name: SideName;
  /** As typed. */
  spec: string;
  origin: 'registry' | 'file' | 'folder';
  purl: string | null;
  /** Of the tarball; null for a folder. */
  integrity: string | null;
  /** Hex digest of the tar stream, for which a tarball is read again; null for a folder. */
  tarSha256(): Promise<string | null>;
  /** Contents by path, those bytes that were hashed; what is larger than `limit`, or finds no room, is absent. */
  read(paths: Iterable<string>, limit: number): Promise<Map<string, Buffer>>;
}

/** Why one of the two could not be read: the error of its area, and which of them it is. */
export class SideError extends ReproveError {
  constructor(
    /** As typed. */
    readonly spec: string,
    cause: ReproveError,
  ) {
    const { code, message, exitCode } = cause;
    // Where a release is asked for, a folder is none.
    const hint = code === 'E_BAD_SPEC' ? `${cause.hint} A folder is given as ./folder.` : cause.hint;
    super({ code, message, hint, exitCode, cause });
  }
}

/** Bytes of contents that one call of `read` gives at most. */
const readBytes = 128 * 2 ** 20;

/** Reads the path of a tarball or of a folder, or what `resolve` makes of any other spec. @throws {SideError} */
export async function openSide(
  name: SideName,
  spec: string,
  held: HeldContents,
  context: Context,
): Promise<Side> {
  try {
    const path = localPath(spec, process.cwd());
    if (path === undefined) throw missing(spec, 'is no file address of this machine');
    const side = path === null ? await released(spec, context) : await local(path, name, held, context);
    return { name, spec, ...side, read: reader(name, spec, side, held) };
  } catch (cause) {
    throw cause instanceof ReproveError ? new SideError(spec, cause) : cause;
  }
}

type Read = Omit<Side, 'name' | 'spec'>;

async function local(path: string, name: SideName, held: HeldContents, context: Context): Promise<Read> {
  const { signal, config } = context;
  const options = {
    limits: config.archive,
    signal,
    onContent: (entry: Entry, content: Buffer) => held.offer(name, entry, content),
  };
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw missing(path, cause.code === 'ENOENT' ? 'does not exist' : `can't be read (${cause.code})`, cause);
  });
  if (found.isDirectory()) {
    const { readFolder, readFolderContents } = await import('../archive/folder.js');
    const { entries, oddities } = await readFolder(path, options);
    const read: Read['read'] = (paths, limit) =>
      readFolderContents(path, paths, { entryBytes: limit, totalBytes: readBytes });
    return {
      origin: 'folder',
      purl: null,
      integrity: null,
      tarSha256: async () => null,
      entries,
      oddities,
      read,
    };
  }
  if (!found.isFile()) throw missing(path, 'is no file and no folder');
  const { archive } = await readArchive(path, { ...options, forSource: false });
  const tarSha256 = async () => {
    const again = await readArchive(path, { limits: config.archive, signal });
    // Another tarball by now: nothing is known of the one that was compared.
    return again.archive.integrity === archive.integrity ? again.archive.tarSha256 : null;
  };
  return { origin: 'file', purl: null, ...ofTarball(path, archive, context), tarSha256 };
}

/** A release of the registry, checked against what the registry states of it. */
async function released(spec: string, context: Context): Promise<Read> {
  const { npm } = await import('../npm/index.js');
  const { release, tarball, archive } = await npm.resolve(spec, context);
  const tarSha256 = async () => archive.tarSha256;
  return { origin: 'registry', purl: release.purl, ...ofTarball(tarball, archive, context), tarSha256 };
}

function ofTarball(path: string, archive: Archive, { config, signal }: Context) {
  const { entries, oddities, integrity } = archive;
  const read: Read['read'] = (paths, limit) =>
    readContents(path, new Set(paths), {
      limits: config.archive,
      entryBytes: limit,
      totalBytes: readBytes,
      signal,
    });
  return { entries, oddities, integrity, read };
}

/** Gives what is held, reads the rest, and takes nothing but the bytes that were hashed. */
function reader(name: SideName, spec: string, side: Read, held: HeldContents): Side['read'] {
  const hashes = new Map(side.entries.map(({ path, sha256 }) => [path, sha256]));
  return async (paths, limit) => {
    const contents = new Map<string, Buffer>();
    const rest: string[] = [];
    for (const path of paths) {
      const sha256 = hashes.get(path);
      const content = sha256 === undefined ? undefined : held.get(name, path, sha256);
      if (content !== undefined && content.length <= limit) contents.set(path, content);
      else if (sha256 !== undefined) rest.push(path);
    }
    if (rest.length === 0) return contents;
    for (const [path, content] of await side.read(rest, limit)) {
      if (hash('sha256', content) !== hashes.get(path)) throw changed(spec, path);
      contents.set(path, content);
    }
    return contents;
  };
}

function missing(path: string, problem: string, cause?: unknown): ReproveError {
  return new ReproveError({
    code: 'E_NO_SUCH_FILE',
    message: `${path} ${problem}`,
    hint: 'Give the path of a tarball or of a folder.',
    exitCode: exitCodes.usage,
    cause,
  });
}

function changed(spec: string, path: string): SideError {
  const cause = new ArchiveError({
    code: 'E_CHANGED_WHILE_READ',
    message: `${path} changed while it was compared`,
    hint: 'Compare again when nothing writes to it.',
  });
  return new SideError(spec, cause);
}
