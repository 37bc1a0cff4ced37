import { objectOf } from '../json-object.js';
import { type Asking, askRegistry } from './registry-answer.js';

/** A key that a registry signs with. */
export interface RegistryKey {
  id: string;
  /** Public key, SubjectPublicKeyInfo. */
  der: Buffer;
  /** Milliseconds since 1970 from which on nothing new counts; null for never. */
  expires: number | null;
}

/** Keys that are looked at. */
const most = 32;

/** The keys of the registry (docs.npmjs.com, "About ECDSA registry signatures"), or why they could not be had. */
export async function registryKeys(
  name: string,
  asking: Asking,
): Promise<{ keys: RegistryKey[] } | { keys: null; why: string }> {
  const path = '-/npm/v1/keys';
  const answer = await askRegistry({ name, path, what: 'its keys', fresh: false }, asking);
  if (!answer.had) return { keys: null, why: answer.why };
  const { keys } = answer.json;
  if (!Array.isArray(keys)) return { keys: null, why: "the registry's keys are no list" };
  return { keys: keys.slice(0, most).flatMap(readKey) };
}

/** Nothing for a key of a kind that is not known: what it signed is then signed with no known key. */
function readKey(value: unknown): RegistryKey[] {
  const { keyid, keytype, key, expires } = objectOf(value);
  if (typeof keyid !== 'string' || typeof key !== 'string' || keytype !== 'ecdsa-sha2-nistp256') return [];
  const until = typeof expires === 'string' ? Date.parse(expires) : null;
  // An end that can't be read is no "never".
  if (until !== null && Number.isNaN(until)) return [];
  if (until === null && expires !== null && expires !== undefined) return [];
  return [{ id: keyid, der: Buffer.from(key, 'base64'), expires: until }];
}
