import { describe, expect, test } from 'vitest';
import { controls } from '../../../../bench/injections/controls/index.js';
import { readScript } from '../../../../bench/injections/edit-script.js';
import { mutations } from '../../../../bench/injections/mutations/index.js';
import { type Injected, type Shape, wholeArchive } from '../../../../bench/injections/shape.js';
import { shapes } from '../../../../bench/injections/shapes/index.js';
import { meaningOf } from '../../../../bench/injections/syntax.js';
import { seededRandom } from '../../../../bench/random.js';
import { type Member, pathOf, readMembers, writeMembers } from '../../../../bench/tamperings/members.js';
import { honestOf } from '../../../support/honest-release.js';

const all = [...shapes, ...mutations, ...controls];
const seeds = ['1', '2', '3', '4'];
const honest = await honestOf();

/** A member's name as a report has it: installed, or as stored where it would lie outside. */
const nameOf = ({ header }: Member) =>
  header.name.startsWith('package/') && !header.name.includes('..')
    ? header.name.slice('package/'.length)
    : header.name.replace(/^\//, '');

/** Paths whose members are others than before; a path may have several members. */
function changed(
  before: readonly Member[],
  after: readonly Member[],
  name: (member: Member) => string,
): string[] {
  const contents = (members: readonly Member[], path: string) =>
    members
      .filter((member) => name(member) === path)
      .map(({ header, content }) => `${header.type} ${content.toString('latin1')}`)
      .join('\n');
  const paths = new Set([...before, ...after].map(name));
  return [...paths].filter((path) => contents(before, path) !== contents(after, path)).sort();
}

const pack = ({ members, write = writeMembers }: Injected) => write(members);

const applied = (shape: Shape, seed: string) => shape.apply(honest, seededRandom(`${seed} ${shape.id}`));

test('ids are unique, and there are at least twenty attacks', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(shapes.length).toBeGreaterThanOrEqual(20);
  expect(new Set(shapes.map(({ kind }) => kind))).toEqual(
    new Set(['install-time', 'code-adding', 'change', 'told']),
  );
});

describe.each(all.map((shape) => [shape.id, shape] as const))('%s', (_, shape) => {
  test('applies to a release that has what it needs, and the same seed gives the same tarball', async () => {
    for (const seed of seeds) {
      const [first, second] = [applied(shape, seed), applied(shape, seed)];
      expect(first).not.toBeNull();
      expect(second!.paths).toEqual(first!.paths);
      expect((await pack(second!)).equals(await pack(first!))).toBe(true);
    }
  });

  test('gives another release than the honest one', async () => {
    const before = await writeMembers(honest.members);
    for (const seed of seeds) {
      const injected = applied(shape, seed)!;
      const other = injected.registry !== undefined || !(await pack(injected)).equals(before);
      // Level 6 is what `writeMembers` packs with.
      expect(other || shape.id === 'compression').toBe(true);
    }
  });
});

describe.each([...shapes, ...mutations].map((shape) => [shape.id, shape] as const))('%s', (_, shape) => {
  test('changes the entries that it states and no other', async () => {
    for (const seed of seeds) {
      const injected = applied(shape, seed)!;
      const stated = injected.paths.filter((path) => path !== wholeArchive).sort();
      const after = injected.write === undefined ? await readMembers(await pack(injected)) : injected.members;
      const name = shape.id === 'absolute-path' ? nameOf : pathOf;
      const byRegistry = injected.registry === undefined ? [] : ['package.json'];
      const found = new Set([...changed(honest.members, after, name), ...byRegistry]);
      expect([...found].sort()).toEqual(stated);
    }
  });

  test('changes scripts in what they mean, and they parse', () => {
    if (shape.id === 'duplicate-path') return;
    for (const seed of seeds) {
      const { members, paths } = applied(shape, seed)!;
      for (const path of paths.filter((path) => /\.[cm]?js$/.test(path) && has(honest.members, path))) {
        const [before, after] = [readScript(honest.members, path), readScript(members, path)];
        expect(before).not.toBeNull();
        expect(after).not.toBeNull();
        expect(meaningOf(after!)).not.toBe(meaningOf(before!));
      }
    }
  });
});

const has = (members: readonly Member[], path: string) => members.some((member) => pathOf(member) === path);

describe.each(controls.map((shape) => [shape.id, shape] as const))('%s', (_, shape) => {
  test('changes no script in what it means', () => {
    // A stamped version is a change of meaning that the source accounts for.
    if (shape.id === 'version-stamped') return;
    for (const seed of seeds) {
      const { members } = applied(shape, seed)!;
      for (const { header } of honest.members) {
        const path = header.name.slice('package/'.length);
        if (!/\.[cm]?js$/.test(path)) continue;
        const after = members.map((member) => ({
          header: { ...member.header, name: `package/${pathOf(member)}` },
          content: Buffer.from(member.content.toString('latin1').replace(/^\xef\xbb\xbf/, ''), 'latin1'),
        }));
        expect(meaningOf(readScript(after, path)!)).toBe(meaningOf(readScript(honest.members, path)!));
      }
    }
  });
});

describe('mutations', () => {
  test.each(mutations.map((shape) => [shape.id, shape] as const))(
    '%s changes one place of one script',
    (_, shape) => {
      for (const seed of seeds) {
        const { members, paths } = applied(shape, seed)!;
        expect(paths).toHaveLength(1);
        const [before, after] = [honest.members, members].map(
          (side) => readScript(side, paths[0]!)!.text,
        ) as [string, string];
        let start = 0;
        while (before[start] === after[start]) start += 1;
        let end = 0;
        while (
          end < Math.min(before.length, after.length) - start &&
          before.at(-1 - end) === after.at(-1 - end)
        )
          end += 1;
        // The longest statement of the release; what is around it is as it was.
        expect(before.length - start - end).toBeLessThanOrEqual(90);
      }
    },
  );

  test('other seeds change other places', () => {
    const copies = seeds.map((seed) => mutations.map((shape) => applied(shape, seed)!.members));
    const texts = copies.map((sets) =>
      JSON.stringify(sets.map((members) => members.map(({ content }) => content.toString('latin1')))),
    );
    expect(new Set(texts).size).toBe(seeds.length);
  });

  test('a release without scripts has none', async () => {
    const typesOnly = await honestOf({
      'package.json': { name: 'types', version: '1.0.0' },
      'index.d.ts': 'export type A = 1;\n',
    });
    for (const shape of mutations) expect(shape.apply(typesOnly, seededRandom('1'))).toBeNull();
  });

  test('a script that does not parse, or is not UTF-8, is left alone', async () => {
    const broken = await honestOf({
      'package.json': { name: 'broken', version: '1.0.0' },
      'index.js': 'if (1 {\n',
    });
    for (const shape of mutations) expect(shape.apply(broken, seededRandom('1'))).toBeNull();
  });
});
