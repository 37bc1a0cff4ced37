import { defineCause } from '../cause.js';

export const notPacked = defineCause({
  name: 'not-packed',
  title: 'what the commit packs was not published',
  recognise({ path, against, before, now }, { tracked }) {
    if (against !== 'release' || before === null || now !== null) return null;
    const detail = tracked(path)
      ? `${path} is in the source, and was left out`
      : `${path} is made by the build, and was not there`;
    return { proof: 'bytes', detail };
  },
  fix: () => ({
    text: 'Publish from the folder of package.json with a list of `files`, and run the whole build from prepack or prepare, so that everybody packs the same.',
    edits: [],
  }),
});
