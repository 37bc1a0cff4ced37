import { defineCheck } from '../check.js';
import { tagsOf } from '../tags-of.js';

/** The version in the tag is what people read; the one in the manifest is what is published. */
export const versionNotTag = defineCheck({
  id: 'gate-version-not-tag',
  title: "Version is not the tag's",
  severity: 'high',
  looksAt: 'The tag that is being released, or the only version tag of the commit, against the manifest.',
  detect({ checkout: { commit, tags }, candidate, rules: { tagName } }) {
    const { name, version, manifestFile } = candidate;
    const says = `${manifestFile === null ? 'the release is' : 'the manifest says'} ${name} ${version}`;
    if (tagName !== null) {
      if (tagsOf(candidate, new Map([[tagName, commit]]), null).length > 0 || tagName.includes(version))
        return [];
      return [
        {
          path: manifestFile,
          message: `tag ${tagName} is being released, and ${says}`,
        },
      ];
    }
    const here = [...tags].filter(([tag, at]) => at === commit && /^v?\d+\.\d+\.\d+/.test(tag));
    if (
      here.length === 0 ||
      candidate.directory !== '' ||
      here.some(([tag]) => tag.replace(/^v/, '') === version)
    )
      return [];
    return [
      {
        path: manifestFile,
        message: `the commit is tagged ${here[0]![0]}, and ${says}`,
      },
    ];
  },
});
