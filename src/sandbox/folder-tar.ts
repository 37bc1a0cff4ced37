import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A tar archive of a folder of ours, which never leaves this machine. */
export interface FolderTar {
  /** Hex SHA-256. */
  sha256: string;
  bytes: number;
}

/**
 * One large file is written many times faster than the small ones it holds, and is checked by one hash. Times keep their fractions,
 * owners their numbers, links stay links; sockets are left out.
 */
const packing = [
  ...['--create', '--file=-', '--format=posix', '--pax-option=delete=atime,delete=ctime'],
  ...['--numeric-owner', '--sparse', '--one-file-system'],
];
const unpacking = ['--extract', '--numeric-owner', '--same-permissions', '--delay-directory-restore'];

/** Writes everything below `folder` to `to`, a new file. Nothing may run in it. Throws when there is more than `maxBytes`, or what we can't read. */
export async function packFolder(
  folder: string,
  to: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FolderTar> {
  const tar = start([...packing, '-C', folder, '.'], 'pipe', signal);
  const measured = measure(maxBytes);
  const outcomes = await Promise.allSettled([
    pipeline(tar.stdout!, measured.through, createWriteStream(to, { flags: 'wx', mode: 0o600 }), { signal }),
    ended(tar),
  ]);
  // Only now, when nothing is left running.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return measured.read();
}

/** Writes such an archive's contents into an empty folder. Throws when it is not the archive of that hash; what was written is to be removed then. */
export async function unpackFolder(
  from: string,
  { sha256, bytes }: FolderTar,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  const measured = measure(bytes);
  for await (const _ of measured.through(createReadStream(from, { signal })));
  if (measured.read().sha256 !== sha256) throw new Error('the archive was changed');
  await ended(start([...unpacking, `--file=${from}`, '-C', into], 'ignore', signal));
}

function measure(maxBytes: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *through(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new Error('there is more in it than expected');
        hash.update(chunk);
        yield chunk;
      }
    },
    read: (): FolderTar => ({ sha256: hash.digest('hex'), bytes }),
  };
}

const start = (args: string[], stdout: 'ignore' | 'pipe', signal: AbortSignal): ChildProcess =>
  spawn('tar', args, {
    stdio: ['ignore', stdout, 'ignore'],
    signal,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });

/** An aborted process says so before it is gone. */
function ended(child: ChildProcess): Promise<void> {
  let failure: Error | null = null;
  child.on('error', (error) => {
    failure = error;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) =>
      code === 0 && failure === null ? resolve() : reject(failure ?? new Error(`tar ended with ${code}`)),
    );
  });
}
