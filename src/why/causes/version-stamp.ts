import { defineCause } from '../cause.js';

export const versionStamp = defineCause({
  name: 'version-stamp',
  title: 'the version was written after the commit was made',
  recognise({ against, changes, normalizations }, { version }) {
    if (against !== 'release') return null;
    if (normalizations.some(({ name }) => name === 'embedded-version')) return { proof: 'bytes' };
    const covers = changes.filter(
      ({ before, now }) => now.includes(version) && /\d+\.\d+\.\d+/.test(before) && !before.includes(version),
    );
    return covers.length === 0 ? null : { proof: 'bytes', covers };
  },
  fix: () => ({
    text: 'Commit the version before building (npm version), and build from that commit.',
    edits: [],
  }),
});
