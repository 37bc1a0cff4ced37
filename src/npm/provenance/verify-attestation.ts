import type { BundleWithDsseEnvelope } from '@sigstore/bundle';
import { type Signer, toSignedEntity, Verifier } from '@sigstore/verify';
import type { Attestation } from '../../provenance.js';
import { readBundle } from '../../sigstore/read-bundle.js';
import { Refusal, refused } from '../../sigstore/refusal.js';
import { isJson, type Json, objectOf } from '../json-object.js';
import { attestedBuild } from './build.js';
import { certificateClaims } from './certificate-claims.js';
import { logEntries } from './log-entries.js';
import { readPredicate, slsaTypes } from './predicate.js';
import { readStatement, type Statement, type Subject, shown } from './statement.js';
import type { Trust } from './trust.js';

/** What an attestation must be about. */
export interface Attested extends Subject {
  name: string;
  version: string;
}

/** npm's statement that it took a release in; signed with the registry's key. */
const publishType = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

/**
 * Checks one attestation as the registry lists it: its form, what it is about, its signature with all that vouches for it, and what it
 * says. Never throws: each way to fail is an outcome, and one that can't be checked for want of trust is neither.
 */
export function verifyAttestation(listed: unknown, about: Attested, trust: Trust): Attestation {
  const { predicateType, bundle } = objectOf(listed);
  const plain = { signer: null, logEntries: [], build: null };
  const described = {
    predicateType: typeof predicateType === 'string' ? predicateType.slice(0, 300) : null,
    kind: kindOf(predicateType),
  };
  try {
    if (!isJson(listed)) throw new Refusal('malformed', 'it is no object');
    const read = readBundle(bundle);
    const statement = readStatement(read.content.dsseEnvelope.payload, predicateType, about);
    if (described.kind === 'other')
      throw new Refusal(
        'predicate-unknown',
        `${shown(predicateType)} is no kind of attestation that is known`,
      );
    const wanting = missingTrust(read, trust);
    if (wanting !== null)
      return { ...described, ...plain, outcome: { status: 'unchecked', message: wanting } };
    const signed = new Verifier(trust.material!).verify(toSignedEntity(read));
    const outcome = { status: 'verified' } as const;
    const entries = logEntries(read, trust);
    return { ...described, ...concluded(read, statement, signed, about), outcome, logEntries: entries };
  } catch (cause) {
    return { ...described, ...plain, outcome: refused(cause) };
  }
}

function kindOf(type: unknown): Attestation['kind'] {
  if (type === publishType) return 'publish';
  return isSlsa(type) ? 'provenance' : 'other';
}

const isSlsa = (type: unknown): type is (typeof slsaTypes)[number] =>
  (slsaTypes as readonly unknown[]).includes(type);

/** Why nothing can be said of a bundle: there is no trust root, or there are no keys. */
function missingTrust({ verificationMaterial }: BundleWithDsseEnvelope, trust: Trust): string | null {
  if (trust.material === null) return 'there is no trust root to check it with';
  const keyed = verificationMaterial.content.$case === 'publicKey';
  return keyed && !trust.keys ? "the registry's keys could not be had" : null;
}

function concluded(
  { verificationMaterial: { content } }: BundleWithDsseEnvelope,
  { predicateType, predicate }: Statement,
  signer: Signer,
  about: Attested,
): Pick<Attestation, 'signer' | 'build'> {
  if (!isSlsa(predicateType)) {
    if (content.$case !== 'publicKey')
      throw new Refusal('issuer', 'a statement of the registry must be signed with its key');
    expectRelease(predicate, about);
    return { signer: { kind: 'key', id: content.publicKey.hint.slice(0, 200) }, build: null };
  }
  if (content.$case === 'publicKey')
    throw new Refusal('issuer', 'it is signed with a key, which says nothing of who built it');
  const claims = certificateClaims(signer);
  const build = attestedBuild(claims, readPredicate(predicateType, predicate));
  return { signer: { kind: 'certificate', issuer: claims.issuer, identity: claims.identity }, build };
}

function expectRelease(predicate: Json, { name, version }: Attested): void {
  if (predicate.name === name && predicate.version === version) return;
  const message = `the registry says in it that it took in ${shown(predicate.name)} ${shown(predicate.version)}`;
  throw new Refusal('release-disagrees', message);
}
