import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** A tarball that was written to the store. */
export interface StoredTarball {
  path: string;
  /** Base64, of the bytes as they came. */
  sha512: string;
}

/** Milliseconds after which a partial download is that of a process that was killed. */
const abandoned = 24 * 60 * 60 * 1_000;

const folder = (cache: string): string => join(cache, 'tarballs');

/** Where a tarball of this SHA-512 (base64) is kept. What is there is to be checked against its name by whoever reads it. */
export function storedPath(cache: string, sha512: string): string {
  const hex = Buffer.from(sha512, 'base64').toString('hex');
  return join(folder(cache), 'sha512', hex.slice(0, 2), `${hex.slice(2)}.tgz`);
}

/**
 * Writes a tarball to the store, under the hash of its bytes. It gets its name in one step, after its bytes are on the disk, and
 * only if `accept` does not throw; a crash leaves a partial file that nobody reads and a later call removes.
 *
 * @param accept Is told the digest (base64) of the bytes by `algorithm`, before the tarball gets its name.
 */
export async function storeTarball(
  cache: string,
  bytes: AsyncIterable<Buffer>,
  algorithm: string,
  accept: (digest: string) => void,
): Promise<StoredTarball> {
  const partials = join(folder(cache), 'partial');
  await mkdir(partials, { recursive: true, mode: 0o700 });
  await removeAbandoned(partials);
  const partial = join(partials, randomUUID());
  try {
    const hashes = new Map([...new Set(['sha512', algorithm])].map((name) => [name, createHash(name)]));
    const file = await open(partial, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        for (const hash of hashes.values()) hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const digests = new Map([...hashes].map(([name, hash]) => [name, hash.digest('base64')]));
    accept(digests.get(algorithm)!);
    const sha512 = digests.get('sha512')!;
    const path = storedPath(cache, sha512);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(partial, path);
    return { path, sha512 };
  } catch (cause) {
    await rm(partial, { force: true });
    throw cause;
  }
}

/**
 * Remembers which tarball has a SHA-1 (base64), for registries that state nothing stronger. It only finds a candidate: who reads the
 * tarball checks its SHA-1 again.
 */
export async function rememberShasum(cache: string, sha1: string, sha512: string): Promise<void> {
  const path = shasumPath(cache, sha1);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, sha512, { mode: 0o600 });
}

/** The SHA-512 (base64) of the tarball that was stored with this SHA-1 (base64); null when none was. */
export async function rememberedShasum(cache: string, sha1: string): Promise<string | null> {
  const text = await readFile(shasumPath(cache, sha1), 'latin1').catch(() => '');
  return /^[A-Za-z0-9+/]{86}==$/.test(text) ? text : null;
}

function shasumPath(cache: string, sha1: string): string {
  const hex = Buffer.from(sha1, 'base64').toString('hex');
  return join(folder(cache), 'sha1', hex.slice(0, 2), hex.slice(2));
}

async function removeAbandoned(partials: string): Promise<void> {
  for (const name of await readdir(partials)) {
    const path = join(partials, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > abandoned) await rm(path, { force: true });
  }
}
