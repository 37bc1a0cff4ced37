import { expect, test } from 'vitest';
import { casesOf } from '../../../../bench/injections/draw.js';
import { releases } from '../../../../bench/injections/releases.js';
import { shapes } from '../../../../bench/injections/shapes/index.js';
import { honestOf, usualFiles } from '../../../support/honest-release.js';

const honest = await honestOf();
const drawn = (position: number, seed: string) =>
  casesOf(honest, position, seed).map(({ shape, members }) => [
    shape.id,
    ...members.map(({ content }) => content.toString('latin1')),
  ]);

test('the same seed draws the same cases, another one others', () => {
  expect(drawn(3, '1')).toEqual(drawn(3, '1'));
  expect(drawn(3, '2')).not.toEqual(drawn(3, '1'));
});

test('each release has its share of every list, and no shape twice', () => {
  const kinds = casesOf(honest, 0, '1').map(({ shape }) => shape.kind);
  expect(kinds.filter((kind) => kind === 'mutation')).toHaveLength(4);
  expect(kinds.filter((kind) => kind === 'control')).toHaveLength(3);
  expect(kinds).toHaveLength(16);
  expect(new Set(drawn(0, '1').map(([id]) => id)).size).toBe(16);
});

test('all releases together have every shape', () => {
  const ids = releases.flatMap((_, position) => casesOf(honest, position, '1').map(({ shape }) => shape.id));
  expect(new Set(shapes.map(({ id }) => id).filter((id) => !ids.includes(id)))).toEqual(new Set());
});

test('what does not apply makes room for the next', async () => {
  const { 'package.json': manifest, 'index.js': index } = usualFiles;
  const small = await honestOf({ 'package.json': manifest!, 'index.js': index! });
  expect(casesOf(small, 0, '1')).toHaveLength(16);
});

test('there are enough releases, of every kind', () => {
  expect(releases.length).toBeGreaterThanOrEqual(25);
  expect(new Set(releases.map(([spec]) => spec)).size).toBe(releases.length);
  expect(new Set(releases.map(([, kind]) => kind)).size).toBe(7);
});
