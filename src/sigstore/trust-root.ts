import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial } from '@sigstore/verify';
import { textFile, whyUnreadable } from '../config/text-file.js';
import type { Context } from '../context.js';
import { exitCodes, ReproveError } from '../errors.js';
import type { Provenance } from '../provenance.js';

/** Who may certify, log and date: sigstore's trusted root, and where it is from. */
export interface TrustRoot {
  content: TrustedRoot;
  described: NonNullable<Provenance['trustRoot']>;
}

/** A TUF repository, and the file with the root metadata that it is first trusted by; the library has that of the public one. */
export interface Repository {
  url: string;
  rootPath?: string;
}

const publicInstance: Repository = { url: 'https://tuf-repo-cdn.sigstore.dev' };
const target = 'trusted_root.json';
const largest = { bytes: 4 * 2 ** 20, words: '4 MiB' };

/** The trusted root in a file of the user's. Throws `E_TRUSTED_ROOT` (exit code 2) when it is none. */
export async function trustRootOfFile(path: string): Promise<TrustRoot> {
  let text: string;
  try {
    text = await textFile(path, largest);
  } catch (cause) {
    throw unusable(`cannot read the trusted root ${path}: ${whyUnreadable(cause)}`, cause);
  }
  try {
    return read(text, { from: 'file', name: null });
  } catch (cause) {
    throw unusable(`${path} is no trusted root of sigstore`, cause);
  }
}

/**
 * The trusted root of sigstore's public instance, by The Update Framework, kept below the cache folder and asked for again when it
 * expires; offline, what was fetched before counts. A failure is a value: nothing can be checked then.
 */
export async function trustRootByUpdate(
  context: Pick<Context, 'cache' | 'offline' | 'signal'>,
  repository: Repository = publicInstance,
): Promise<TrustRoot | { why: string }> {
  const cachePath = join(context.cache, 'sigstore');
  const { host } = new URL(repository.url);
  try {
    const text = context.offline
      ? await kept(join(cachePath, encodeURIComponent(host)))
      : await updated(cachePath, repository, context.signal);
    if (text === null) return { why: 'the trust root was not fetched before, and this run is offline' };
    return read(text, { from: 'tuf', name: host });
  } catch {
    context.signal.throwIfAborted();
    // The library's messages hold folders of this machine.
    return { why: `the trust root could not be had from ${host}` };
  }
}

async function updated(
  cachePath: string,
  { url, ...first }: Repository,
  signal: AbortSignal,
): Promise<string> {
  const { initTUF } = await import('@sigstore/tuf');
  const fetched = initTUF({
    cachePath,
    mirrorURL: url,
    ...first,
    forceCache: true,
    retry: { retries: 1 },
    timeout: 5_000,
  }).then((tuf) => tuf.getTarget(target));
  // The library can't be interrupted: it isn't waited for.
  const done = new AbortController();
  try {
    const interrupted = sleep(2 ** 31 - 1, undefined, {
      signal: AbortSignal.any([signal, done.signal]),
      ref: false,
    });
    return await Promise.race([fetched, interrupted.then(() => Promise.reject(signal.reason))]);
  } finally {
    done.abort();
  }
}

/** What an earlier update left. Without a timestamp there was none: the library starts with what it was shipped with. */
async function kept(folder: string): Promise<string | null> {
  try {
    await access(join(folder, 'timestamp.json'));
    return await readFile(join(folder, 'targets', target), 'utf8');
  } catch {
    return null;
  }
}

function read(text: string, from: Omit<TrustRoot['described'], 'sha256'>): TrustRoot {
  const content = TrustedRoot.fromJSON(JSON.parse(text));
  // Keys and certificates are read now: a root that is broken must not look like a forged attestation.
  const { certificateAuthorities, tlogs } = toTrustMaterial(content);
  if (certificateAuthorities.length === 0 || tlogs.length === 0) throw new Error('it trusts nobody');
  return { content, described: { ...from, sha256: sha256(text) } };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function unusable(message: string, cause: unknown): ReproveError {
  return new ReproveError({
    code: 'E_TRUSTED_ROOT',
    message,
    hint: 'Give the trusted_root.json of a sigstore instance (docs/provenance.md says where to get it).',
    exitCode: exitCodes.usage,
    cause,
  });
}
