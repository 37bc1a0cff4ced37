import { defineSignal } from '../signal.js';

/** A file that the release uses, that its source or rebuild has, and that it lacks. */
export const entryMissing = defineSignal({
  id: 'entry-missing',
  title: 'File missing that the release uses',
  severity: 'medium',
  looksAt: 'Files of the source or a rebuild that are not in the release, and what loads them.',
  detect: ({ missed }) =>
    [...missed].map(([path, by]) => ({ path, message: `not in the release, though ${by} leads to it` })),
});
