import { defineCause } from '../cause.js';

export const gitState = defineCause({
  name: 'git-state',
  title: 'what git says of the clone is in it',
  recognise({ against, variations, changes, normalizations }, { commit }) {
    if (against === 'variation') return variations.includes('git') ? { proof: 'experiment' } : null;
    if (against !== 'release') return null;
    if (normalizations.some(({ name }) => name === 'embedded-commit')) return { proof: 'bytes' };
    const covers = changes.filter(
      ({ now, before }) => isGit(now, commit) || (isGit(before, commit) && /[0-9a-f]{7}/.test(now)),
    );
    return covers.length === 0 ? null : { proof: 'bytes', covers };
  },
  signs:
    /\bgit['"]?,?\s*(?:\[\s*)?['"]?(?:describe|rev-parse|log|show|tag|branch|status|rev-list|config)\b|simple-git|git-rev|gitRevision|git-describe|isomorphic-git/i,
  byTools: true,
  fix: () => ({
    text: 'Take the version from package.json. Where the commit has to be in it, hand it to the build in a variable, and release from a full clone with tags (fetch-depth: 0).',
    edits: [],
  }),
});

/** A description such as v1.2.3-4-gabcdef0, or the commit, whole or cut. */
const isGit = (text: string, commit: string): boolean =>
  /-\d+-g[0-9a-f]{7,40}\b/.test(text) ||
  (text.match(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/g) ?? []).some((id) => commit.startsWith(id));
