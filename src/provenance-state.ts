import type { Provenance } from './provenance.js';

/** What the attestations of a release come to. */
export type ProvenanceState = 'none' | 'verified' | 'refused' | 'unchecked';

/** Of all attestations one that is refused counts most, then one of provenance that holds. */
export function provenanceState(provenance: Provenance | null): ProvenanceState {
  if (provenance === null || !provenance.attested) return 'none';
  const of = provenance.attestations.filter(({ kind }) => kind === 'provenance');
  if (provenance.attestations.some(({ outcome }) => outcome.status === 'refused')) return 'refused';
  return of.some(({ outcome }) => outcome.status === 'verified') ? 'verified' : 'unchecked';
}
