import { type KeyObject, sign, verify } from 'node:crypto';

/** What is signed of a payload: DSSE's pre-authentication encoding (secure-systems-lab/dsse, protocol.md). */
function preAuthEncoding(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Signs with Ed25519, or with ECDSA over P-256 and SHA-256 (DER), as sigstore's tools read both. */
export function signPayload(type: string, payload: Buffer, key: KeyObject): Buffer {
  return sign(digestOf(key), preAuthEncoding(type, payload), key);
}

/** Whether a signature of a payload is that of a key. Never throws. */
export function signatureHolds(type: string, payload: Buffer, signature: Buffer, key: KeyObject): boolean {
  try {
    return verify(digestOf(key), preAuthEncoding(type, payload), key, signature);
  } catch {
    return false;
  }
}

const digestOf = ({ asymmetricKeyType }: KeyObject): string | null =>
  asymmetricKeyType === 'ec' ? 'sha256' : null;
