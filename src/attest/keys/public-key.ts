import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A key that signatures are held against. */
export interface PublicKey {
  key: KeyObject;
  /** Hex SHA-256 of its SubjectPublicKeyInfo (DER, named curve, uncompressed point): the same for every way to write it down. */
  id: string;
}

/** Reads a public key in PEM; what is wrong with it as text. A private key is refused, though its public half could be had. */
export function readPublicKey(pem: string): PublicKey | { fault: string } {
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) return { fault: 'it is no public key in PEM (SPKI)' };
  try {
    return describeKey(createPublicKey(pem)) ?? { fault: `it is neither Ed25519 nor ECDSA over P-256` };
  } catch {
    return { fault: 'it is no public key in PEM (SPKI)' };
  }
}

/** The public half of a key of either kind that we use; null for any other kind. */
export function describeKey(given: KeyObject): PublicKey | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = given;
  const usable = type === 'ed25519' || (type === 'ec' && details?.namedCurve === 'prime256v1');
  if (!usable) return null;
  const half = given.type === 'private' ? createPublicKey(given) : given;
  // DER has several forms for a point and for a curve, and OpenSSL keeps the one that it read: one key would have several ids. A JWK has one.
  const key = createPublicKey({ key: half.export({ format: 'jwk' }), format: 'jwk' });
  const der = key.export({ type: 'spki', format: 'der' });
  return { key, id: createHash('sha256').update(der).digest('hex') };
}
