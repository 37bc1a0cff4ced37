import { signatureHolds } from '../dsse.js';
import type { Trust } from '../policy/load.js';
import type { Signed } from '../signed.js';
import { certifiedSigner } from './certificate.js';
import type { RefusalReason } from './schema.js';

/** A verifier of the policy whose signature holds. */
export interface Signer {
  verifier: string;
  /** Key or certificate, in words, and when it could be used: milliseconds since 1970. */
  signedWith: { words: string; from: number; until: number };
}

/** Signatures of an attestation, each as what came of it. */
export interface Signers {
  /** Each verifier once. */
  signers: Signer[];
  refusals: { verifier: string | null; reason: RefusalReason; message: string }[];
}

/** Finds out whose signatures hold. What is signed has not been looked at. */
export async function signersOf(signed: Signed, trust: Trust): Promise<Signers> {
  if (signed.certified !== null) return certified(signed, trust);
  const found: Signers = { signers: [], refusals: [] };
  for (const { keyId, bytes } of signed.signatures) {
    const named = trust.keys.find(({ id }) => id === keyId);
    // The name of a key is a hint that other tools form otherwise: without one of ours, every key is tried.
    const candidates = named === undefined ? trust.keys : [named];
    const key = candidates.find((each) =>
      signatureHolds(signed.payloadType, signed.payload, bytes, each.key),
    );
    if (key !== undefined) {
      const known = found.signers.some(({ verifier }) => verifier === key.verifier);
      const signedWith = { words: `key ${key.id.slice(0, 12)}`, from: key.from, until: key.until };
      if (!known) found.signers.push({ verifier: key.verifier, signedWith });
    } else if (named !== undefined) {
      const message = `key ${named.id.slice(0, 12)} of ${named.verifier} did not sign this`;
      found.refusals.push({ verifier: null, reason: 'bad-signature', message });
    } else {
      const message = `signed with ${keyId === null ? 'a key without a name' : `key ${keyId.slice(0, 12)}`}`;
      found.refusals.push({ verifier: null, reason: 'unknown-signer', message });
    }
  }
  return found;
}

async function certified({ certified: bundle }: Signed, trust: Trust): Promise<Signers> {
  const signer = await certifiedSigner(bundle, trust);
  const refuse = (reason: RefusalReason, message: string): Signers => ({
    signers: [],
    refusals: [{ verifier: null, reason, message }],
  });
  if (signer === null) return refuse('unknown-signer', 'signed by an identity that the policy does not name');
  if ('fault' in signer) return refuse('bad-certificate', signer.fault);
  const { verifier, until } = signer;
  // Verified before it was signed, however long before: only a later time was made up.
  const words = `a certificate that ended ${new Date(until).toISOString()}`;
  const signedWith = { words, from: Number.NEGATIVE_INFINITY, until };
  return { signers: [{ verifier, signedWith }], refusals: [] };
}
