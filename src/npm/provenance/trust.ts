import { createPublicKey } from 'node:crypto';
import { type TrustMaterial, toTrustMaterial, VerificationError } from '@sigstore/verify';
import type { TrustRoot } from '../../sigstore/trust-root.js';
import type { RegistryKey } from './registry-keys.js';

/** What signatures are checked with. */
export interface Trust {
  /** Null without a trust root. */
  material: TrustMaterial | null;
  /** False when the registry's keys could not be had: nothing can be said of what they signed. */
  keys: boolean;
}

/** Puts together who is trusted to certify, log and date, and the registry's own keys. Throws when the trust root can't be used. */
export function trustOf(root: TrustRoot | null, keys: readonly RegistryKey[] | null): Trust {
  if (root === null) return { material: null, keys: keys !== null };
  const material = toTrustMaterial(root.content, (hint) => {
    const key = keys?.find(({ id }) => id === hint);
    if (key === undefined) {
      const message = `the registry has no key ${JSON.stringify(hint.slice(0, 100))}`;
      throw new VerificationError({ code: 'PUBLIC_KEY_ERROR', message });
    }
    return {
      publicKey: createPublicKey({ key: key.der, format: 'der', type: 'spki' }),
      validFor: (date) => key.expires === null || date.getTime() < key.expires,
    };
  });
  return { material, keys: keys !== null };
}
