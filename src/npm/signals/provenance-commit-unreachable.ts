import { defineSignal } from '../../judge/signal.js';

/** It was built from a commit that the repository does not have on any branch or tag. */
export const provenanceCommitUnreachable = defineSignal({
  id: 'provenance-commit-unreachable',
  title: 'Built from a commit that no branch or tag reaches',
  severity: 'medium',
  looksAt: 'The commit of verified provenance, in the repository that the release states.',
  detect: ({ sourceNotes }) =>
    sourceNotes.flatMap(({ kind, detail }) =>
      kind === 'attested-commit-unreachable' ? [{ path: null, message: detail }] : [],
    ),
});
