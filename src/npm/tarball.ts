import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { ArchiveError } from '../archive/error.js';
import { readArchive } from '../archive/read.js';
import type { Archive } from '../archive/schema.js';
import type { Context } from '../context.js';
import { exitCodes, ReproveError } from '../errors.js';
import type { FlatOptions } from './configuration.js';
import { type PublishedIntegrity, publishedIntegrity } from './published-integrity.js';
import { RegistryError, registryError } from './registry-error.js';
import { registryRequest } from './registry-request.js';
import { tarballAddress } from './tarball-address.js';
import { rememberedShasum, rememberShasum, storedPath, storeTarball } from './tarball-store.js';

/** A tarball in the store, read to its end, with the bytes that the registry promises. */
export interface ReadTarball {
  path: string;
  archive: Archive;
  /** `package.json`; null when there is none, or it is too large to keep. */
  manifest: Buffer | null;
}

/** What of the context reading needs. */
export type TarballContext = Pick<Context, 'cache' | 'signal' | 'config'> & {
  onWait: (message: string) => void;
};

/**
 * The tarball of a version: from the store when it is there and whole, else from the registry. Throws `RegistryError`:
 * `E_INTEGRITY` when its bytes aren't those that the registry states (nothing of it is kept), and those of `registryError`;
 * `ArchiveError` when it can't be read to its end.
 *
 * @param dist `dist` of the registry's manifest, as it came.
 */
export async function registryTarball(
  { name, version, dist }: { name: string; version: string; dist: Readonly<Record<string, unknown>> },
  npm: FlatOptions,
  context: TarballContext,
): Promise<ReadTarball & { integrity: PublishedIntegrity | null }> {
  const integrity = publishedIntegrity(dist, name);
  const kept = await storedTarball(integrity, context);
  if (kept !== null) return { ...kept, integrity };
  const asked = {
    what: `the tarball of ${name}@${version}`,
    name,
    address: tarballAddress(dist.tarball, name, npm),
  };
  const request = {
    npm,
    cache: null,
    accept: 'application/octet-stream, */*',
    signal: context.signal,
    onWait: context.onWait,
  };
  if (npm.offline) throw registryError({ code: 'ENOTCACHED' }, asked);
  const stored = await registryRequest(asked, request, ({ body }) =>
    storeTarball(
      context.cache,
      bounded(body, context, asked.what),
      integrity?.algorithm ?? 'sha512',
      (digest) => {
        if (integrity !== null && !integrity.digests.includes(digest))
          throw mismatch(asked.what, integrity, digest);
      },
    ),
  ).catch((cause: unknown) => {
    throw missing(cause, asked.what) ?? cause;
  });
  if (integrity?.algorithm === 'sha1')
    await rememberShasum(context.cache, integrity.digests[0]!, stored.sha512);
  return { ...(await readWhole(stored, context)), integrity };
}

/** Copies a file into the store, so that nothing can change it while it is verified, and reads it. */
export async function fileTarball(file: string, context: TarballContext): Promise<ReadTarball> {
  const bytes = bounded(createReadStream(file), context, file);
  const stored = await storeTarball(context.cache, bytes, 'sha512', () => undefined).catch(
    (cause: unknown) => {
      context.signal.throwIfAborted();
      throw cause instanceof ReproveError
        ? cause
        : registryError(cause, { what: file, name: file, address: '' });
    },
  );
  return readWhole(stored, context);
}

/** A stored tarball that still is what its name says; one that isn't is removed. */
async function storedTarball(
  integrity: PublishedIntegrity | null,
  context: TarballContext,
): Promise<ReadTarball | null> {
  if (integrity === null) return null;
  const { algorithm, digests } = integrity;
  for (const digest of digests) {
    const sha512 =
      algorithm === 'sha512'
        ? digest
        : algorithm === 'sha1'
          ? await rememberedShasum(context.cache, digest)
          : null;
    if (sha512 === null) continue;
    const path = storedPath(context.cache, sha512);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const found = await readIfWhole(path, sha512, context);
    const hasIt =
      algorithm !== 'sha1' || Buffer.from(found?.archive.shasum ?? '', 'hex').toString('base64') === digest;
    if (found !== null && hasIt) return found;
    if (found === null) await rm(path, { force: true });
  }
  return null;
}

async function readWhole({ path, sha512 }: { path: string; sha512: string }, context: TarballContext) {
  const found = await readIfWhole(path, sha512, context);
  if (found !== null) return found;
  await rm(path, { force: true });
  throw new RegistryError({
    code: 'E_CACHE_CORRUPT',
    message: 'a tarball changed between being written to the cache and being read',
    hint: 'Check the disk, and that nothing else writes to the cache folder; then try again.',
    exitCode: exitCodes.environment,
  });
}

/** Null when the bytes at `path` don't have this SHA-512 (base64). An archive that is broken as published is an `ArchiveError`. */
async function readIfWhole(
  path: string,
  sha512: string,
  context: TarballContext,
): Promise<ReadTarball | null> {
  try {
    const { archive, kept } = await readArchive(path, {
      limits: context.config.archive,
      signal: context.signal,
      keep: new Set(['package.json']),
    });
    if (archive.integrity !== `sha512-${sha512}`) return null;
    return { path, archive, manifest: kept.get('package.json') ?? null };
  } catch (cause) {
    if (cause instanceof ArchiveError && (await digestOf(path)) !== sha512) return null;
    throw cause;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('base64');
}

/** A body without an end must not fill the disk: what is larger compressed than it may be unpacked is cut off. */
async function* bounded(
  bytes: AsyncIterable<Buffer>,
  { config, signal }: TarballContext,
  what: string,
): AsyncIterable<Buffer> {
  let seen = 0;
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    seen += chunk.length;
    if (seen > config.archive.bytes) {
      throw new ArchiveError({
        code: 'E_ARCHIVE_TOO_LARGE',
        message: `${what} is larger than ${config.archive.bytes} bytes`,
        hint: 'Raise archive.bytes in the configuration if it is meant to be that large.',
      });
    }
    yield chunk;
  }
}

function mismatch(what: string, { stated, algorithm }: PublishedIntegrity, digest: string): RegistryError {
  return new RegistryError({
    code: 'E_INTEGRITY',
    message: `${what} is not what the registry states: expected ${stated}, got ${algorithm}-${digest}`,
    hint: 'Nothing of it was kept. Try again; if it stays so, a proxy or the registry changes tarballs: do not install it.',
    exitCode: exitCodes.environment,
  });
}

function missing(cause: unknown, what: string): RegistryError | null {
  if (!(cause instanceof RegistryError) || cause.code !== 'E_NO_SUCH_PACKAGE') return null;
  return new RegistryError({
    code: 'E_TARBALL_MISSING',
    message: `the registry lists ${what.replace('the tarball of ', '')} and has no tarball of it`,
    hint: 'Try again later, or name another version.',
    exitCode: exitCodes.environment,
    cause,
  });
}
