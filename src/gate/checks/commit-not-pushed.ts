import { defineCheck } from '../check.js';

/** Who gets the release can only compare it with a commit that can be had. */
export const commitNotPushed = defineCheck({
  id: 'gate-commit-not-pushed',
  title: 'Commit is not pushed',
  severity: 'high',
  looksAt: 'The branches and tags that the remote has now.',
  async detect({ checkout: { commit, remote, shallow, contains }, rules }) {
    if (rules.beforePush) return [];
    const short = commit.slice(0, 12);
    if (remote === null)
      return [
        {
          path: null,
          message: `the checkout has no remote, so that nobody else can have commit ${short}: add one and push`,
        },
      ];
    if (remote.refs === null)
      return [
        {
          path: null,
          severity: 'medium',
          message: `whether ${remote.name} has commit ${short} can't be told: ${remote.failure}`,
        },
      ];
    if (await contains([...remote.refs.values()], commit)) return [];
    const why = shallow ? '; the clone is shallow and may not know: fetch with the whole history' : '';
    return [{ path: null, message: `no branch or tag of ${remote.name} has commit ${short}: push it${why}` }];
  },
});
