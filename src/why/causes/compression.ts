import { defineCause } from '../cause.js';

/** Told of the tarball as a whole, from its gzip header. */
export const compression = defineCause({
  name: 'compression',
  title: 'the same tar stream, compressed otherwise',
  recognise: () => null,
  fix: () => ({
    text: 'Pack on the system that others rebuild on (Linux, in CI) with a pinned node; nothing that is installed depends on it.',
    edits: [],
  }),
});
