import { signatureHolds } from '../dsse.js';
import type { Trust, TrustedKey } from '../policy/load.js';
import type { Signed } from '../signed.js';
import { certifiedSigner } from './certificate.js';
import type { RefusalReason } from './schema.js';

/** A verifier of the policy whose signature holds; the key where it was one. */
export interface Signer {
  verifier: string;
  key: TrustedKey | null;
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
      if (!known) found.signers.push({ verifier: key.verifier, key });
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
  return { signers: [{ verifier: signer.verifier, key: null }], refusals: [] };
}
