import { defineCheck } from '../check.js';

/** Files that are named at most; the rest is counted. */
const most = 20;

/** What is packed from a changed file is in no commit; a file that nobody added to git and that is packed is not in the source either. */
export const treeNotClean = defineCheck({
  id: 'gate-tree-not-clean',
  title: 'Working tree is not the commit',
  severity: 'high',
  looksAt: 'What git status says of the checkout that is packed.',
  detect({ checkout, candidate: { directory, entries, manifestFile } }) {
    const packed = new Set(entries.map(({ path }) => (directory === '' ? path : `${directory}/${path}`)));
    // Source releases are packed where they are made: of what is made, the verification says whether it is what comes of the commit.
    const changed = checkout.changed.filter(
      ({ path, tracked }) => tracked || (manifestFile !== null && packed.has(path)),
    );
    const hits = changed.slice(0, most).map(({ path, tracked }) => ({
      path,
      message: tracked
        ? `${path} is not as it is committed: commit it, or take it back`
        : `${path} is packed and git does not know it: commit it, remove it, or leave it out with "files" or .npmignore`,
    }));
    if (changed.length > most)
      hits.push({
        path: changed[most]!.path,
        message: `and ${changed.length - most} more files are not as committed`,
      });
    return hits;
  },
});
