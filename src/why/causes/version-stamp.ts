import { defineCause } from '../cause.js';

export const versionStamp = defineCause({
  name: 'version-stamp',
  title: 'it was built with another version in package.json than the commit has',
  recognise({ against, changes, normalizations }, { version }) {
    if (against !== 'release') return null;
    if (normalizations.some(({ name }) => name === 'embedded-version')) return { proof: 'bytes' };
    const covers = changes.filter(({ before, now }) => {
      const [ours, theirs] = [versionsIn(before), versionsIn(now)];
      const same = before.replace(pattern, '#') === now.replace(pattern, '#');
      return same && ours.join() !== theirs.join() && [...ours, ...theirs].includes(version);
    });
    const [first] = covers;
    if (first === undefined) return null;
    const detail = `${versionsIn(first.now)} in the release, ${versionsIn(first.before)} when the commit is built`;
    return { proof: 'bytes', covers, detail };
  },
  fix: () => ({
    text: 'Raise the version first (npm version), build after that, in `version` or `prepack`, and publish from that very commit.',
    edits: [],
  }),
});

const pattern = /\d+\.\d+\.\d+(?:-[\w.-]+)?/g;

const versionsIn = (text: string): string[] => text.match(pattern) ?? [];
