import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ArchiveLimits } from '../config/schema.js';
import type { FileSink } from './bodies.js';
import { collected } from './collected.js';
import { collidingPaths } from './collisions.js';
import { Replacements } from './replacements.js';
import type { Archive, Entry } from './schema.js';
import { type InstalledFile, walkArchive } from './walk.js';

/** How an archive is read. */
export interface ReadArchiveOptions {
  limits: ArchiveLimits;
  signal?: AbortSignal;
  /** Installed paths whose content is wanted too; one larger than 4 MiB is left out. */
  keep?: ReadonlySet<string>;
}

const keptBytes = 4 * 2 ** 20;

/**
 * Reads a tarball in one streaming pass as npm installs it: what is in it, its digests, and what is odd about it. `source` is a path or
 * a stream of the compressed bytes.
 * @throws {ArchiveError} when it is damaged or over a limit; errors of the stream come through as they are.
 */
export async function readArchive(
  source: string | Readable,
  options: ReadArchiveOptions,
): Promise<{ archive: Archive; kept: Map<string, Buffer> }> {
  const sha512 = createHash('sha512');
  const sha1 = createHash('sha1');
  const tarSha256 = createHash('sha256');
  const files = new Replacements();
  const kept = new Map<string, Buffer>();
  const { oddities, size } = await walkArchive(source, {
    limits: options.limits,
    signal: options.signal,
    onCompressed: (chunk) => {
      sha512.update(chunk);
      sha1.update(chunk);
    },
    onTar: (chunk) => tarSha256.update(chunk),
    onFile: (file) => {
      const hashing = hashed(file, (entry) => files.add({ entry, root: file.root }));
      if (options.keep?.has(file.path) !== true) return hashing;
      // One of the same path that came before does not install, even when this one is too large.
      kept.delete(file.path);
      return file.size > keptBytes
        ? hashing
        : both(
            hashing,
            collected((content) => kept.set(file.path, content)),
          );
    },
  });
  const entries = files.entries();
  const archive: Archive = {
    entries,
    oddities: [...oddities, ...files.oddities(), ...collidingPaths(entries.map(({ path }) => path))],
    integrity: `sha512-${sha512.digest('base64')}`,
    shasum: sha1.digest('hex'),
    tarSha256: tarSha256.digest('hex'),
    compressedBytes: size.compressed,
    bytes: size.tar,
  };
  return { archive, kept };
}

function hashed({ path, mode, size }: InstalledFile, done: (entry: Entry) => void): FileSink {
  const sha256 = createHash('sha256');
  const gitBlob = createHash('sha1').update(`blob ${size}\0`);
  return {
    data: (chunk) => {
      sha256.update(chunk);
      gitBlob.update(chunk);
    },
    end: () => done({ path, mode, size, sha256: sha256.digest('hex'), gitBlob: gitBlob.digest('hex') }),
  };
}

function both(one: FileSink, other: FileSink): FileSink {
  return {
    data: (chunk) => {
      one.data(chunk);
      other.data(chunk);
    },
    end: () => {
      one.end();
      other.end();
    },
  };
}
