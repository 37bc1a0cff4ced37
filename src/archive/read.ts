import { createHash, hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ArchiveLimits } from '../config/schema.js';
import type { FileSink } from './bodies.js';
import { collected } from './collected.js';
import { collidingPaths } from './collisions.js';
import type { ArchiveForm } from './form.js';
import { Replacements } from './replacements.js';
import type { Archive, Entry, Oddity } from './schema.js';
import { type InstalledFile, walkArchive } from './walk.js';

/** How an archive is read. */
export interface ReadArchiveOptions {
  limits: ArchiveLimits;
  /** `packageForm` unless given. */
  form?: ArchiveForm | undefined;
  signal?: AbortSignal;
  /** Installed paths whose content is wanted too; one larger than 4 MiB is left out. */
  keep?: ReadonlySet<string>;
  /**
   * Is shown each file of up to 4 MiB with its content, in archive order; one of the same path may replace it later. The content is to be
   * copied where it is kept and part of a larger buffer.
   */
  onContent?: (entry: Entry, content: Buffer) => void;
  /** False leaves what only a verification takes empty: git's ids of the entries, `shasum`, and the digest of the tar stream. */
  forSource?: boolean;
}

const keptBytes = 4 * 2 ** 20;
/** Bytes of a file that is held until it is whole, as hashing it in one call costs a fraction of hashing in pieces. */
const smallBytes = 2 ** 18;

/**
 * Reads a tarball in one streaming pass as npm installs it: what is in it, its digests, and what is odd about it. `source` is a path or
 * a stream of the compressed bytes.
 * @throws {ArchiveError} when it is damaged or over a limit; errors of the stream come through as they are.
 */
export async function readArchive(
  source: string | Readable,
  options: ReadArchiveOptions,
): Promise<{ archive: Archive; kept: Map<string, Buffer> }> {
  const { forSource = true } = options;
  const sha512 = createHash('sha512');
  const sha1 = createHash('sha1');
  const tarSha256 = createHash('sha256');
  const files = new Replacements();
  const kept = new Map<string, Buffer>();
  const brokenLinks: string[] = [];
  const { oddities, size } = await walkArchive(source, {
    limits: options.limits,
    form: options.form,
    signal: options.signal,
    onCompressed: (chunk) => {
      sha512.update(chunk);
      if (forSource) sha1.update(chunk);
    },
    ...(forSource ? { onTar: (chunk) => tarSha256.update(chunk) } : {}),
    onFile: (file) => {
      const { path, root, size, link } = file;
      const isKept = options.keep?.has(path) === true;
      // One of the same path that came before does not install, even when this one is too large.
      if (isKept) kept.delete(path);
      if (link !== undefined) {
        const entry =
          link.kind === 'symbolic'
            ? symbolicLink(file, link.target, forSource)
            : files.linked(link.target, root);
        if (entry !== null) files.add({ entry: { ...entry, path }, root });
        else brokenLinks.push(path);
        return null;
      }
      const wanted = isKept || options.onContent !== undefined;
      if (size > (wanted ? keptBytes : smallBytes))
        return hashedInPieces(file, forSource, (entry) => files.add({ entry, root }));
      return collected((content) => {
        const entry = entryOf(file, content, forSource);
        files.add({ entry, root });
        if (isKept) kept.set(path, Buffer.from(content));
        options.onContent?.(entry, content);
      });
    },
  });
  const entries = files.entries();
  const archive: Archive = {
    entries,
    oddities: [
      ...oddities,
      ...brokenLinks.map(brokenLink),
      ...files.oddities(),
      ...collidingPaths(entries.map(({ path }) => path)),
    ],
    integrity: `sha512-${sha512.digest('base64')}`,
    shasum: forSource ? sha1.digest('hex') : '',
    tarSha256: forSource ? tarSha256.digest('hex') : '',
    compressedBytes: size.compressed,
    bytes: size.tar,
  };
  return { archive, kept };
}

/** A file with the digests of its content. */
export function entryOf(
  { path, mode }: Pick<InstalledFile, 'path' | 'mode'>,
  content: Buffer,
  forSource: boolean,
): Entry {
  const size = content.length;
  const gitBlob = forSource ? blobHash(size).update(content).digest('hex') : '';
  return { path, mode, size, sha256: hash('sha256', content), gitBlob };
}

const blobHash = (size: number) => createHash('sha1').update(`blob ${size}\0`);

function hashedInPieces(
  { path, mode, size }: InstalledFile,
  forSource: boolean,
  done: (entry: Entry) => void,
): FileSink {
  const sha256 = createHash('sha256');
  const gitBlob = forSource ? blobHash(size) : null;
  return {
    data: (chunk) => {
      sha256.update(chunk);
      gitBlob?.update(chunk);
    },
    end: () =>
      done({ path, mode, size, sha256: sha256.digest('hex'), gitBlob: gitBlob?.digest('hex') ?? '' }),
  };
}

/** A link is the text that it leads to. */
function symbolicLink({ path }: InstalledFile, target: string, forSource: boolean): Entry {
  return { ...entryOf({ path, mode: 0o777 }, Buffer.from(target), forSource), link: true };
}

const brokenLink = (path: string): Oddity => ({
  kind: 'link',
  path,
  detail: 'It is a hard link to no file before it.',
  overwrites: false,
});
