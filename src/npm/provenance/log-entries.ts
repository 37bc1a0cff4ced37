import type { BundleWithDsseEnvelope } from '@sigstore/bundle';
import type { Attestation } from '../../provenance.js';
import type { Trust } from './trust.js';

/** Where verified bundles are logged. A log vouches for the time in a promise alone, and for the index in a proof or a promise. */
export function logEntries(
  { verificationMaterial }: BundleWithDsseEnvelope,
  { material }: Trust,
): Attestation['logEntries'] {
  return verificationMaterial.tlogEntries.map((entry) => {
    const { logId, logIndex, inclusionPromise, inclusionProof, integratedTime } = entry;
    const id = logId?.keyId ?? Buffer.alloc(0);
    const log = material?.tlogs.find(({ logID }) => logID.equals(id));
    const promised = inclusionPromise !== undefined;
    return {
      log: log?.baseURL ?? id.toString('hex').slice(0, 64),
      index: String(promised ? logIndex : (inclusionProof?.logIndex ?? logIndex)),
      time: promised ? isoTime(Number(integratedTime) * 1_000) : null,
    };
  });
}

function isoTime(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
