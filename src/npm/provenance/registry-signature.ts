import { createPublicKey, verify } from 'node:crypto';
import type { Outcome, RegistrySignature } from '../../provenance.js';
import { Refusal, refused } from '../../sigstore/refusal.js';
import { isJson, objectOf } from '../json-object.js';
import type { RegistryKey } from './registry-keys.js';

/** What a registry signs: that it has these bytes under this name and version. */
export interface SignedRelease {
  name: string;
  version: string;
  /** As the registry states it, and the tarball was checked against. */
  publishedIntegrity: string | null;
  /** ISO 8601. */
  publishedAt: string | null;
}

/**
 * Checks one of `dist.signatures` with the registry's keys. A key counts for what was published before it expired.
 *
 * @param keys Null when they could not be had.
 */
export function checkRegistrySignature(
  signature: unknown,
  release: SignedRelease,
  keys: readonly RegistryKey[] | null,
): RegistrySignature {
  const { keyid, sig } = objectOf(signature);
  const key = typeof keyid === 'string' ? keyid.slice(0, 200) : null;
  try {
    if (!isJson(signature) || typeof keyid !== 'string' || typeof sig !== 'string' || sig === '')
      throw new Refusal('malformed', 'it names no key, or holds no signature');
    if (keys === null) return { key, outcome: unchecked("the registry's keys could not be had") };
    const found = keys.find(({ id }) => id === keyid);
    if (found === undefined) throw new Refusal('key-unknown', 'the registry has no such key');
    return { key, outcome: outcomeOf(sig, release, found) };
  } catch (cause) {
    return { key, outcome: refused(cause) };
  }
}

const unchecked = (message: string): Outcome => ({ status: 'unchecked', message });

function outcomeOf(
  sig: string,
  { name, version, publishedIntegrity, publishedAt }: SignedRelease,
  { der, expires }: RegistryKey,
): Outcome {
  if (publishedIntegrity === null) return unchecked('the registry states no integrity');
  const signed = Buffer.from(`${name}@${version}:${publishedIntegrity}`);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (!verify('sha256', signed, key, Buffer.from(sig, 'base64')))
    throw new Refusal('signature', 'it is no signature over this name, version and integrity');
  if (expires === null) return { status: 'verified' };
  if (publishedAt === null) return unchecked('its key expires, and the time of publication is unknown');
  if (Date.parse(publishedAt) >= expires)
    throw new Refusal(
      'key-expired',
      `its key expired on ${new Date(expires).toISOString().slice(0, 10)}, before publication`,
    );
  return { status: 'verified' };
}
