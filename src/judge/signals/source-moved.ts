import type { SourceNote } from '../../source/schema.js';
import type { Severity } from '../schema.js';
import { defineSignal } from '../signal.js';

/** What each note means; null for those that a signal of their own tells. High only for what the user's own configuration forbids: honest maintainers move tags and rewrite commits. */
const severities: Record<SourceNote['kind'], Severity | null> = {
  'git-head-disagrees': 'medium',
  'tag-disagrees': 'medium',
  'tag-moved': 'medium',
  'tag-missing': 'low',
  'unreachable-commit': 'medium',
  'attested-commit-unreachable': null,
  'attestation-disagrees': null,
  'attestation-precedes': null,
  'version-disagrees': 'low',
  'name-disagrees': 'medium',
  'directory-disagrees': 'info',
  'repository-not-stated': 'low',
  'repository-disagrees': 'medium',
  'repository-unexpected': 'high',
  'submodule-read': 'info',
  'submodule-not-read': 'info',
  'lfs-pointer': 'info',
};

/** Notes that name a version, tag or commit, of which every release has another: what is wrong is the same each time. */
const eachItsOwn: ReadonlySet<SourceNote['kind']> = new Set([
  'git-head-disagrees',
  'tag-disagrees',
  'tag-missing',
  'version-disagrees',
]);

/** Something about where the release says it comes from. */
export const sourceMoved = defineSignal({
  id: 'source-moved',
  title: 'Source that does not fit',
  severity: 'medium',
  looksAt: 'What the search for the source noticed: tags, commits and addresses that disagree.',
  detect: ({ sourceNotes }) =>
    sourceNotes.flatMap(({ kind, detail }) => {
      const severity = severities[kind];
      const substance = eachItsOwn.has(kind) ? { substance: [kind] } : {};
      return severity === null ? [] : [{ path: null, severity, message: `${kind}: ${detail}`, ...substance }];
    }),
});
