import { describe, expect, it } from 'vitest';
import { tagsOf, usualTag } from '../../../src/gate/tags-of.js';

const at = (...tags: string[]) => new Map(tags.map((tag) => [tag, 'c']));

describe('what the tag of a version would be called', () => {
  it.each([
    ['v1.2.3', []],
    ['v1.2.3', ['v1.0.0', 'v1.1.0', 'old-1.0']],
    ['1.2.3', ['1.0.0', '1.1.0', 'v0.1.0']],
    ['R_1_2_3', ['R_1_0', 'R_1_1_0']],
    ['tool-1_2_3', ['tool-1_1_0', 'v9.9.9', 'v9.9.8']],
    ['tool@1.2.3', ['other@1.0.0', 'other@1.1.0', 'tool@0.1.0']],
    ['v1.2.3', ['other@1.0.0', 'packages/other/1.1.0']],
    ['v1.2.3-release', ['v1.0.0-release', 'v1.1.0-release']],
    ['v1.2.3', ['v1.0.0-rc1', 'v1.0.0-rc2', 'nightly', 'v1.0.0']],
  ])('is %s where there are %j', (tag, tags) => {
    expect(usualTag({ name: 'tool', version: '1.2.3' }, at(...tags))).toBe(tag);
  });

  it('is a tag that marks the version, for a source release', () => {
    const tag = usualTag({ name: 'tool', version: '1.2.3' }, at('R_1_0', 'R_1_1_0'));
    const candidate = { name: 'tool', version: '1.2.3', directory: '', manifestFile: null };
    expect(tagsOf(candidate, at('R_1_1_0', tag), null)).toEqual([{ tag, commit: 'c' }]);
  });
});
