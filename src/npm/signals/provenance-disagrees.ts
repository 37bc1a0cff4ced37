import { defineSignal } from '../../judge/signal.js';

/** It was built from another commit than the one that is tagged or recorded. */
export const provenanceDisagrees = defineSignal({
  id: 'provenance-disagrees',
  title: 'Provenance that disagrees with tag or gitHead',
  severity: 'medium',
  looksAt: 'The commit of verified provenance against the tag of the version and the recorded `gitHead`.',
  detect: ({ sourceNotes }) =>
    sourceNotes.flatMap(({ kind, detail }) => {
      if (kind === 'attestation-disagrees') return [{ path: null, message: detail }];
      return kind === 'attestation-precedes'
        ? [{ path: null, message: detail, severity: 'info' as const }]
        : [];
    }),
});
