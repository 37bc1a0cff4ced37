import { defineSignal } from '../signal.js';

/** The source knows nothing of this version. */
export const versionUnknown = defineSignal({
  id: 'version-unknown-to-source',
  title: 'Version that the source does not know',
  severity: 'medium',
  looksAt:
    'Releases whose version no tag marks, no manifest of the chosen commit states, and no recorded commit leads to.',
  detect({ source, sourceNotes }) {
    const noted = new Set(sourceNotes.map(({ kind }) => kind));
    if (!noted.has('tag-missing') || source?.candidates[0]?.versionAgrees !== false) return [];
    if (source.evidence.some((kind) => kind === 'user' || kind === 'attestation' || kind === 'git-head'))
      return [];
    const stated = sourceNotes.find(({ kind }) => kind === 'version-disagrees')?.detail;
    return [
      {
        path: null,
        substance: [],
        message: `no tag and no manifest of the source has this version${stated ? `: ${stated}` : ''}`,
      },
    ];
  },
});
