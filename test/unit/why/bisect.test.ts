import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../../src/why/bisect.js';

/** A build in which each variation changes some paths; one that is not survived packs nothing. */
function played(changes: Record<string, string[] | null>) {
  let builds = 0;
  const build = async (names: readonly string[]) => {
    builds += 1;
    const each = names.map((name) => changes[name] ?? (changes[name] === null ? null : []));
    return each.includes(null) ? null : new Set(each.flatMap((paths) => paths!));
  };
  return { build, builds: () => builds };
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

describe('attributing differences to variations', () => {
  it('needs no build where nothing differs', async () => {
    const { build, builds } = played({});
    const found = await attribute(names, new Set(), build);
    expect([found.byPath.size, builds()]).toEqual([0, 0]);
  });

  it('finds one of twelve with few builds', async () => {
    const { build, builds } = played({ k: ['x.js'] });
    const found = await attribute(names, new Set(['x.js']), build);
    expect([...found.byPath]).toEqual([['x.js', ['k']]]);
    expect(builds()).toBeLessThanOrEqual(6);
  });

  it('finds every variation of every path', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...names), fc.subarray(['x.js', 'y.js', 'z.js'], { minLength: 1 })),
        async (changes) => {
          const { build } = played(changes);
          const { byPath, failing, together } = await attribute(names, await build(names), build);
          const expected = ['x.js', 'y.js', 'z.js'].flatMap((path) => {
            const by = names.filter((name) => changes[name]?.includes(path));
            return by.length === 0 ? [] : [[path, by] as const];
          });
          expect(Object.fromEntries(byPath)).toEqual(Object.fromEntries(expected));
          expect([failing, together.size]).toEqual([[], 0]);
        },
      ),
    );
  });

  it('tells a variation that a build does not survive, and what others change', async () => {
    const { build } = played({ c: null, h: ['x.js'] });
    const found = await attribute(names, null, build);
    expect([found.failing, [...found.byPath]]).toEqual([['c'], [['x.js', ['h']]]]);
  });

  it('tells what differs only when several are varied at once', async () => {
    const build = async (some: readonly string[]) =>
      new Set(some.includes('a') && some.includes('l') ? ['x.js'] : []);
    const found = await attribute(names, new Set(['x.js']), build);
    expect([found.byPath.size, [...found.together.keys()]]).toEqual([0, ['x.js']]);
  });
});
