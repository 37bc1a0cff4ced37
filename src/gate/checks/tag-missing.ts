import { defineCheck } from '../check.js';
import { remoteTags, tagsOf, usualTag } from '../tags-of.js';

/** A tag is how everybody else finds the commit of a version. */
export const tagMissing = defineCheck({
  id: 'gate-tag-missing',
  title: 'Version has no tag',
  severity: 'high',
  looksAt: 'Tags of the checkout and of its remote that mark the version.',
  detect({ checkout: { tags, remote }, candidate, rules: { tag, tagName, beforePush } }) {
    const optional = tag === 'optional' && tagName === null;
    const severity = optional ? ('info' as const) : ('high' as const);
    const here = tagsOf(candidate, tags, tagName);
    const there = remote?.refs == null || beforePush ? null : tagsOf(candidate, remoteTags(remote), tagName);
    const wanted = tagName ?? usualTag(candidate, new Map([...tags, ...remoteTags(remote)]));
    if (here.length === 0 && (there === null || there.length === 0))
      return [
        {
          path: null,
          severity,
          message: `there is no tag of ${candidate.name} ${candidate.version}: git tag ${wanted}, and push it`,
        },
      ];
    if (there !== null && there.length === 0)
      return [
        { path: null, severity, message: `${remote!.name} does not have the tag ${here[0]!.tag}: push it` },
      ];
    return [];
  },
});
