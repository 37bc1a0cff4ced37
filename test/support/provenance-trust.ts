import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type Trust, trustOf } from '../../src/npm/provenance/trust.js';
import type { SigstoreWorld } from './sigstore-world.js';

/** Trust in a world's root and in its registry's keys, as they would be read from file and registry. */
export function trustIn(root: SigstoreWorld['root'], keys: SigstoreWorld['keys']['keys'] | null): Trust {
  const described = { from: 'file' as const, name: null, sha256: '0'.repeat(64) };
  return trustOf(
    { content: TrustedRoot.fromJSON(root), described },
    keys === null
      ? null
      : keys.map(({ keyid, key, expires }) => ({
          id: keyid,
          der: Buffer.from(key, 'base64'),
          expires: expires === null ? null : Date.parse(expires),
        })),
  );
}
