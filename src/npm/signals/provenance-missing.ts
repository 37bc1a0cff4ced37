import { defineSignal } from '../../judge/signal.js';

/** Releases before had attestations, and this one has none. */
export const provenanceMissing = defineSignal({
  id: 'provenance-missing',
  title: 'Provenance missing that earlier releases had',
  severity: 'medium',
  looksAt: 'Whether the registry states attestations, of this release and of those published before it.',
  detect({ provenance }) {
    if (provenance === null || provenance.missing === null) return [];
    const { since, previous } = provenance.missing;
    const message = `no attestation says where it was built; ${since} has one`;
    return [{ path: null, message, severity: previous ? 'medium' : 'low' }];
  },
});
