import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { exitCodes } from '../../errors.js';
import { publishedIntegrity } from '../published-integrity.js';
import { RegistryError } from '../registry-error.js';
import { registryRequest } from '../registry-request.js';
import { tarballAddress } from '../tarball-address.js';
import { storedPath, storeTarball } from '../tarball-store.js';
import { registryOf, requestOptions, type Upstream, type UpstreamVersion } from './upstream.js';

/** A tarball whose bytes were just read and found to be those of its digest. */
export interface VerifiedTarball {
  /** SRI, sha512. */
  integrity: string;
  /** Hex SHA-1. */
  shasum: string;
  size: number;
  /** Where it is kept, for who checks the digest again while reading. */
  path: string;
  /** The bytes; or, for large ones, the file they were read from, still open, which the receiver closes. */
  content: Buffer | FileHandle;
}

/**
 * Tarballs by registry, name and version, over the store that is addressed by content. Bytes enter it checked, and any number of
 * processes may share it. What a name stands for is only ever learnt from the registry, so that no lockfile can make one package's
 * bytes appear under another's name.
 */
export interface Tarballs {
  /** From the store alone; null when it isn't there. */
  kept(name: string, version: string): Promise<VerifiedTarball | null>;
  /** From the store or the registry; `dist` as the registry states it. Throws `RegistryError`. */
  fetch(name: string, version: string, dist: NonNullable<UpstreamVersion['dist']>): Promise<VerifiedTarball>;
}

/** Bytes of a tarball up to which it is read once and kept in memory until it is sent. */
const inMemory = 2 ** 20;

/** `maxBytes`: how much may be downloaded in all, so that a build can't fill the host's disk. */
export function tarballs(upstream: Upstream, maxBytes: number): Tarballs {
  const { cache } = upstream;
  const pending = new Map<string, Promise<void>>();
  let downloaded = 0;

  async function* counted(body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of body) {
      downloaded += chunk.length;
      if (downloaded > maxBytes)
        throw useless('E_TOO_MANY_BYTES', `one build asked for over ${maxBytes} bytes`);
      yield chunk;
    }
  }

  async function download(name: string, version: string, dist: object): Promise<void> {
    const published = publishedIntegrity({ ...dist }, name);
    const sha512 = published?.algorithm === 'sha512' ? published.digests[0]! : null;
    // Another name, or another part of reprove, may have brought the bytes here.
    if (sha512 !== null && (await exists(storedPath(cache, sha512)))) {
      return remember(upstream, name, version, sha512);
    }
    const address = tarballAddress((dist as { tarball?: unknown }).tarball, name, upstream.options);
    const asked = { what: `the tarball of ${name}@${version}`, name, address };
    const options = requestOptions(upstream, { cache: null, accept: 'application/octet-stream, */*' });
    const stored = await registryRequest(asked, options, ({ body }) =>
      storeTarball(cache, counted(body), published?.algorithm ?? 'sha512', (digest) => {
        if (published !== null && !published.digests.includes(digest)) {
          throw useless('E_INTEGRITY', `${asked.what} is not what the registry states`);
        }
      }),
    );
    await remember(upstream, name, version, stored.sha512);
  }

  async function kept(name: string, version: string): Promise<VerifiedTarball | null> {
    const sha512 = await readFile(namePath(upstream, name, version), 'latin1').catch(() => '');
    return /^[A-Za-z0-9+/]{86}==$/.test(sha512) ? verified(storedPath(cache, sha512), sha512) : null;
  }

  async function fetch(name: string, version: string, dist: object): Promise<VerifiedTarball> {
    const found = await kept(name, version);
    if (found !== null) return found;
    const key = `${name}@${version}`;
    const running = pending.get(key) ?? download(name, version, dist).finally(() => pending.delete(key));
    pending.set(key, running);
    await running;
    const stored = await kept(name, version);
    if (stored === null)
      throw useless('E_CACHE_CORRUPT', `${key} changed between being stored and being read`);
    return stored;
  }

  return { kept, fetch };
}

/** Which SHA-512 (base64) a registry gave for a version. */
function namePath(upstream: Upstream, name: string, version: string): string {
  const key = `${registryOf(name, upstream)} ${name}@${version}`;
  const hash = createHash('sha256').update(key).digest('hex');
  return join(upstream.cache, 'tarballs', 'names', hash.slice(0, 2), hash.slice(2));
}

async function remember(upstream: Upstream, name: string, version: string, sha512: string): Promise<void> {
  const path = namePath(upstream, name, version);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // It only finds a candidate, whose bytes are then checked: losing it costs a download.
  await writeFileAtomic(path, sha512, { mode: 0o600, fsync: false });
}

/** Reads and hashes a stored file; one that isn't what it should be is removed, and counts as absent. */
export async function verified(path: string, wanted: string): Promise<VerifiedTarball | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  let keep = false;
  try {
    const { size } = await file.stat();
    const bytes = size <= inMemory ? await file.readFile() : null;
    const [sha512, sha1] = [createHash('sha512'), createHash('sha1')];
    for await (const chunk of bytes === null ? chunksOf(file) : [bytes]) {
      sha512.update(chunk);
      sha1.update(chunk);
    }
    if (sha512.digest('base64') !== wanted) {
      await rm(path, { force: true });
      return null;
    }
    keep = bytes === null;
    const integrity = `sha512-${wanted}`;
    return { integrity, shasum: sha1.digest('hex'), size, path, content: bytes ?? file };
  } finally {
    if (!keep) await file.close();
  }
}

const chunksOf = (file: FileHandle): AsyncIterable<Buffer> =>
  file.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 18 });

const exists = (path: string): Promise<boolean> =>
  open(path, 'r').then(
    (file) => file.close().then(() => true),
    () => false,
  );

/** A failure that asking again would only repeat. */
const useless = (code: string, message: string): RegistryError =>
  new RegistryError({ code, message, hint: 'Nothing of it was kept.', exitCode: exitCodes.environment });
