import type { Signal } from '../judge/signal.js';

/** Another tarball is in the registry than was gated. */
export const otherTarball: Omit<Signal, 'find'> = {
  id: 'gate-other-tarball',
  title: 'Another tarball than was gated',
  severity: 'high',
  looksAt: 'What the registry has, staged or published, against the record of the gate.',
};

/** A dist-tag leads to another version than the one that was published with it. */
export const distTagElsewhere: Omit<Signal, 'find'> = {
  id: 'gate-dist-tag-elsewhere',
  title: 'Dist-tag leads to another version',
  severity: 'medium',
  looksAt: 'The dist-tag that the release was published with.',
};

/** A git tag is not where it was when the release was gated. */
export const tagMoved: Omit<Signal, 'find'> = {
  id: 'gate-tag-moved',
  title: 'Tag moved after the gate',
  severity: 'high',
  looksAt: "The remote's tag of the version against the commit that was gated.",
};

/** What the registry says of a staged package is not what is in it. */
export const stagedDisagrees: Omit<Signal, 'find'> = {
  id: 'gate-staged-disagrees',
  title: 'Staged package is not what the registry says',
  severity: 'high',
  looksAt: 'Name, version and digest that the registry has of a staged package, against its tarball.',
};

/** All that are found by holding a registry against a gate. */
export const publishingSignals = [otherTarball, distTagElsewhere, tagMoved, stagedDisagrees];
