import type { Provenance } from '../../provenance.js';
import type { EarlierRelease } from '../earlier-releases.js';
import { isJson, type Json, objectOf } from '../json-object.js';
import { publishedIntegrity } from '../published-integrity.js';

/** An earlier release that the registry states attestations of. */
export interface AttestedRelease {
  version: string;
  /** SHA-512 that the registry states, hex. */
  sha512: string;
}

/** What the packument says of a release's predecessors; no request is made for it. */
export interface Predecessors {
  /** Those to compare with, the nearest first. */
  attested: AttestedRelease[];
  missing: Provenance['missing'];
}

/** Earlier releases whose attestations are fetched. */
const compared = 2;

/** Earlier releases in which attestations are looked for, where the one before has none. */
const recent = 5;

/**
 * Reads the history of a package before a release. Pure.
 *
 * @param dist `dist` of the release itself.
 * @param earlier Nearest first.
 */
export function predecessors(dist: Json, earlier: readonly EarlierRelease[], name: string): Predecessors {
  const attested = earlier.filter(({ manifest }) => isAttested(objectOf(manifest.dist)));
  const since = attested.find((one) => earlier.indexOf(one) < recent);
  return {
    attested: attested.flatMap((one) => withDigest(one, name)).slice(0, compared),
    missing:
      isAttested(dist) || since === undefined
        ? null
        : { since: since.version, previous: since === earlier[0] },
  };
}

/** Whether the registry states that a version has attestations. */
export const isAttested = ({ attestations }: Json): boolean => isJson(attestations);

function withDigest({ version, manifest }: EarlierRelease, name: string): AttestedRelease[] {
  try {
    const stated = publishedIntegrity(objectOf(manifest.dist), name);
    const [digest] = stated?.algorithm === 'sha512' ? stated.digests : [];
    return digest === undefined ? [] : [{ version, sha512: Buffer.from(digest, 'base64').toString('hex') }];
  } catch {
    return [];
  }
}
