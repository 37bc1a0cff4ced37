import { describe, expect, it } from 'vitest';
import { versionTags } from '../../../src/source/tag-forms.js';

const found = (name: string, version: string, ...tags: string[]) =>
  versionTags(name, version, null, new Map(tags.map((tag) => [tag, 'id']))).map(({ tag }) => tag);

describe('tags of a version', () => {
  it.each([
    'v1.2.3',
    '1.2.3',
    'thing@1.2.3',
    '@scope/thing@1.2.3',
    'thing-v1.2.3',
    'thing/v1.2.3',
    'thing-1.2.3',
    'scope-thing-v1.2.3',
    'release-1.2.3',
    'release/1.2.3',
    'packages/thing@1.2.3',
    'packages/thing/v1.2.3',
    'v1.2.3-release',
  ])('are known as %s', (tag) => {
    const known = versionTags('@scope/thing', '1.2.3', null, new Map([[tag, 'id']]));
    expect(known).toEqual([{ tag, common: true }]);
  });

  it('that name the package come before those that do not', () => {
    expect(found('thing', '1.2.3', 'v1.2.3', 'thing@1.2.3')).toEqual(['thing@1.2.3', 'v1.2.3']);
  });

  it('may be named after the folder', () => {
    const tags = new Map([['core-v1.2.3', 'id']]);
    expect(versionTags('@scope/scope-core', '1.2.3', 'packages/core', tags)[0]?.common).toBe(true);
  });

  it('are learnt from the tags there are', () => {
    expect(found('thing', '1.2.3', 'jenkins-build_1.2.3-ok')).toEqual(['jenkins-build_1.2.3-ok']);
  });

  it.each(['v11.2.3', 'v1.2.34', 'v0.1.2.3', 'v1.2.3.4', 'v1.20.3', '1.2'])(
    'are not those of other versions: %s',
    (tag) => {
      expect(found('thing', '1.2.3', tag)).toEqual([]);
    },
  );

  it('are last when they look like a pre-release', () => {
    expect(found('thing', '1.2.3', 'x1.2.3-beta.1', 'x1.2.3')).toEqual(['x1.2.3', 'x1.2.3-beta.1']);
  });

  it('are few, even where a repository marks hundreds of packages with the same version', () => {
    const tags = Array.from({ length: 500 }, (_, index) => `@scope/p${index}@1.2.3`);
    const some = found('@scope/p400', '1.2.3', ...tags);
    expect([some[0], some.length]).toEqual(['@scope/p400@1.2.3', 12]);
  });

  it('are found at once among many thousands', () => {
    const tags = Array.from({ length: 20_000 }, (_, index) => `v1.${index}.0`);
    const started = performance.now();
    expect(found('thing', '1.19999.0', ...tags)).toEqual(['v1.19999.0']);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
