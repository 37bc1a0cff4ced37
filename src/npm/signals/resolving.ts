import type { Signal } from '../../judge/signal.js';

/** The registry's manifest and the tarball's own disagree; found while a release is resolved. */
export const manifestConfusionSignal: Omit<Signal, 'find'> = {
  id: 'manifest-confusion',
  title: 'Manifest confusion',
  severity: 'high',
  looksAt:
    "The registry's manifest against the package.json of the tarball: scripts, dependencies, commands, name, version, repository.",
};

/** A tarball file has other bytes than were published; found while a file is resolved. */
export const otherBytesSignal: Omit<Signal, 'find'> = {
  id: 'other-bytes-published',
  title: 'Other bytes were published',
  severity: 'medium',
  looksAt: 'A tarball file against what the registry published under its name and version.',
};
