import { below } from '../../compare/pairing.js';
import { defineCause } from '../cause.js';

export const uncommittedChange = defineCause({
  name: 'uncommitted-change',
  title: 'it was packed from something else than the commit',
  recognise({ path, against, before, now }, { workTree, directory, isSource, inHistory }) {
    if (against !== 'release' || now === null) return null;
    if (workTree === null) {
      const another = inHistory.has(now.gitBlob);
      if (before === null ? !another : !isSource(before) || before.sha256 === now.sha256) return null;
      return {
        proof: 'bytes',
        detail: `${path} is as ${another ? 'another commit than the tagged one has it' : 'no commit has it'}`,
      };
    }
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
