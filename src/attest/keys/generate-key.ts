import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describeKey } from './public-key.js';

/** Kinds of keys that can be made and used. */
export const keyAlgorithms = ['ed25519', 'ecdsa-p256'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** A new pair in PEM. */
export interface GeneratedKey {
  /** PKCS#8, encrypted where there is a passphrase. */
  privatePem: string;
  /** SPKI. */
  publicPem: string;
  id: string;
}

/** Makes a pair; without a passphrase (null) the private key is in the clear. */
export function generateKey(algorithm: KeyAlgorithm, passphrase: string | null): GeneratedKey {
  const { privateKey, publicKey } = pair(algorithm);
  return {
    privatePem: privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase }),
    }) as string,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    id: describeKey(publicKey)!.id,
  };
}

const pair = (algorithm: KeyAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } =>
  algorithm === 'ed25519'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
