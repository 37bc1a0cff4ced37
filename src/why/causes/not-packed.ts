import { defineCause } from '../cause.js';

export const notPacked = defineCause({
  name: 'not-packed',
  title: 'the build makes a file that was not published',
  recognise: ({ path, against, before, now }) =>
    against === 'release' && before !== null && now === null
      ? { proof: 'bytes', detail: `${path} is made and packed when the commit is built` }
      : null,
  fix: () => ({
    text: 'Run the whole build before packing, from prepack or prepare, so that nothing is forgotten.',
    edits: [],
  }),
});
