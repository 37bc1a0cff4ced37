import { defineCheck } from '../check.js';
import { remoteTags, tagsOf } from '../tags-of.js';

/** Whoever verifies the release would look at another commit than it was made from. */
export const tagElsewhere = defineCheck({
  id: 'gate-tag-elsewhere',
  title: 'Tag of the version is at another commit',
  severity: 'high',
  looksAt: 'Tags of the checkout and of its remote that mark the version.',
  detect({ checkout: { commit, tags, remote }, candidate, rules: { tagName } }) {
    const places = [
      { where: 'here', found: tagsOf(candidate, tags, tagName) },
      { where: `at ${remote?.name}`, found: tagsOf(candidate, remoteTags(remote), tagName) },
    ];
    return places.flatMap(({ where, found }) =>
      // One that is at the commit is enough: others may be of another package.
      found.length === 0 || found.some((one) => one.commit === commit)
        ? []
        : [
            {
              path: null,
              message: `tag ${found[0]!.tag} ${where} is at ${found[0]!.commit.slice(0, 12)}, and ${commit.slice(0, 12)} is checked out`,
            },
          ],
    );
  },
});
