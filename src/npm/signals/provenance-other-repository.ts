import { defineSignal } from '../../judge/signal.js';

/** It was built from a repository that it does not state. */
export const provenanceOtherRepository = defineSignal({
  id: 'provenance-other-repository',
  title: 'Built from a repository that it does not state',
  severity: 'medium',
  looksAt: 'The repository of verified provenance against the one that the release states.',
  detect({ provenance, release }) {
    if (provenance?.repositoryAgrees !== false) return [];
    const built = provenance.attestations.flatMap(({ build }) => (build === null ? [] : [build.repository]));
    const message = `built from ${[...new Set(built)].join(', ')} by its attestation; the release states ${release.repository ?? 'none'}`;
    return [{ path: null, message }];
  },
});
