import { below } from '../../compare/pairing.js';
import { defineCause } from '../cause.js';

export const uncommittedChange = defineCause({
  name: 'uncommitted-change',
  title: 'the checkout has what the commit has not',
  recognise({ path, against, before, now }, { workTree, directory }) {
    if (against !== 'release' || workTree === null || now === null) return null;
    const changed = workTree.changed.get(below(directory, path));
    if (changed !== undefined)
      return { proof: 'bytes', detail: changed.tracked ? `${path} is changed` : `${path} is not in git` };
    // A file that is built may come from any that is changed.
    const sources = [...workTree.changed.keys()];
    if (before === null || sources.length === 0) return null;
    return { proof: 'likely', detail: `changed: ${sources.slice(0, 5).join(', ')}` };
  },
  fix: () => ({
    text: 'Commit what belongs to the release, put the rest out of the way (git stash --include-untracked), and pack again.',
    edits: [],
  }),
});
