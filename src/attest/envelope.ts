import { signPayload } from './dsse.js';
import type { SigningKey } from './keys/private-key.js';
import type { Statement } from './statement.js';
import { payloadOf } from './statements.js';
import { payloadType } from './type-uris.js';

/** Media type of a sigstore bundle, version 0.3, as cosign, npm and GitHub write attestations. */
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** Signs a statement with a key: DSSE in a sigstore bundle whose key is named and not included. */
export function signWithKey(statement: Statement, { key, id }: SigningKey): object {
  const payload = payloadOf(statement);
  const signature = signPayload(payloadType, payload, key);
  return {
    mediaType: bundleType,
    verificationMaterial: {
      publicKey: { hint: id },
      tlogEntries: [],
      timestampVerificationData: { rfc3161Timestamps: [] },
    },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signature.toString('base64'), keyid: id }],
    },
  };
}
