import { defineCause } from '../cause.js';

const folder =
  /(?:^|[^\w.])(?:\/(?:home|Users|root|build|tmp|var|private|workspace|builds|opt|srv|mnt|github)\/[\w@.-]|[A-Za-z]:[\\/])/;

export const buildPath = defineCause({
  name: 'build-path',
  title: 'the folder that it was built in is in it',
  recognise({ against, variations, changes, normalizations }) {
    if (against === 'variation') return variations.includes('path') ? { proof: 'experiment' } : null;
    if (against !== 'release') return null;
    if (normalizations.some(({ name }) => name === 'builder-path')) return { proof: 'bytes' };
    const covers = changes.filter(({ before, now }) => folder.test(` ${before}`) && folder.test(` ${now}`));
    return covers.length === 0 ? null : { proof: 'bytes', covers };
  },
  signs:
    /__dirname|__filename|process\.cwd\(\)|import\.meta\.(?:url|dirname|filename)|path\.resolve\(|\$PWD|`pwd`|\$\(pwd\)/,
  byTools: true,
  fix: () => ({
    text: 'Write paths relative to the package (path.relative(root, file)); in source maps set sourceRoot or the option that maps paths.',
    edits: [],
  }),
});
