import { defineCause } from '../cause.js';

/** Told of the tarball as a whole, from its headers. */
export const packing = defineCause({
  name: 'packing',
  title: 'the same files, put into the tarball otherwise',
  recognise: () => null,
  fix: () => ({
    text: 'Pack with one tool in one version (packageManager, or npm of the pinned node), in a clean clone, and publish that tarball.',
    edits: [],
  }),
});
