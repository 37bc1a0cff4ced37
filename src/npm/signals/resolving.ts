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

/** Somebody else published, or in another way; found while a release is resolved. */
export const publisherChangedSignal: Omit<Signal, 'find'> = {
  id: 'publisher-changed',
  title: 'Published by someone else than before',
  severity: 'medium',
  looksAt:
    'The account that published and whether it was by trusted publishing, against releases of lower versions.',
};

/** The release names another source than those before it; found while a release is resolved. */
export const repositoryChangedSignal: Omit<Signal, 'find'> = {
  id: 'repository-changed',
  title: 'Another repository than before',
  severity: 'medium',
  looksAt:
    'The repository that the registry shows for this release against the nearest lower version that states one.',
};

/** All that are found while a release is resolved. */
export const resolvingSignals = [
  manifestConfusionSignal,
  otherBytesSignal,
  publisherChangedSignal,
  repositoryChangedSignal,
];
