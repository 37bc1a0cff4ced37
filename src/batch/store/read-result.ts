import type { Provenance } from '../../provenance.js';
import type { Result } from '../../result.js';

/** What the attestations of a release come to. */
export type ProvenanceState = 'none' | 'verified' | 'refused' | 'unchecked';

export function provenanceState(provenance: Provenance | null): ProvenanceState {
  if (provenance === null || !provenance.attested) return 'none';
  const of = provenance.attestations.filter(({ kind }) => kind === 'provenance');
  if (provenance.attestations.some(({ outcome }) => outcome.status === 'refused')) return 'refused';
  return of.some(({ outcome }) => outcome.status === 'verified') ? 'verified' : 'unchecked';
}

/** Whether a result speaks of the release: one that this machine or the network is the cause of is to be had again. */
export function reusable({ verdict, sourceFailure, rebuilds }: Result): boolean {
  if (verdict.kind !== 'inconclusive') return true;
  if (verdict.cause?.environment === true) return false;
  if (sourceFailure?.reason === 'repository-unreachable' || sourceFailure?.reason === 'repository-not-cached')
    return false;
  const last = rebuilds.at(-1);
  return (
    last?.failure?.cause !== 'toolchain-unavailable' &&
    !last?.steps.some(({ endedBy }) => endedBy === 'abort' || endedBy === 'engine')
  );
}
