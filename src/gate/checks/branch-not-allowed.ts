import picomatch from 'picomatch';
import { defineCheck } from '../check.js';

/** A release from a branch that nobody reviewed is one that a stolen account would make. */
export const branchNotAllowed = defineCheck({
  id: 'gate-branch-not-allowed',
  title: 'Commit is on no branch that releases are made from',
  severity: 'high',
  looksAt: "The remote's branches, against those that the configuration or --branch allows.",
  async detect({ checkout: { commit, branch, remote, shallow, contains }, rules: { branches, beforePush } }) {
    if (branches.length === 0) return [];
    const allowed = picomatch([...branches]);
    const tips = [...(remote?.refs ?? [])].filter(
      ([ref]) => ref.startsWith('refs/heads/') && allowed(ref.slice('refs/heads/'.length)),
    );
    // The branch that is checked out is the one that is about to be pushed.
    if (beforePush && branch !== null && allowed(branch)) return [];
    if (
      await contains(
        tips.map(([, tip]) => tip),
        commit,
      )
    )
      return [];
    const names = branches.join(', ');
    const where = branch === null ? '' : `, ${branch} is checked out`;
    const why =
      tips.length === 0
        ? `the remote has no branch ${names}`
        : `commit ${commit.slice(0, 12)} is not on ${names}${where}${shallow ? '; the clone is shallow and may not know: fetch with the whole history' : ''}`;
    return [{ path: null, message: `${why}: release from an allowed branch` }];
  },
});
