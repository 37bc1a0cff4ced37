import { describe, expect, it } from 'vitest';
import { leftovers } from '../../../src/judge/leftovers.js';
import type { PlanRecipe } from '../../../src/sandbox/schema.js';
import { judged } from '../../support/judged.js';
import { plan, rebuild } from '../../support/result.js';

const recipe = (path: string): PlanRecipe => ({
  from: 'user',
  path: 'r.yaml',
  digest: '0'.repeat(64),
  text: '',
  reason: null,
  leftovers: [{ path, reason: 'made by hand' }],
});

const entry = (path: string) => ({ path, canAct: true, why: 'loaded', new: null, lead: null });

describe('leftovers', () => {
  it.each([
    ['lib/a.js', 'lib/a.js', true],
    ['lib/*.js', 'lib/a.js', true],
    ['lib/*.js', 'lib/deep/a.js', false],
    ['lib/**', 'lib/deep/a.js', true],
    ['lib/a.js', 'lib/axjs', false],
    ['lib', 'lib/a.js', false],
    ['[a].js', '[a].js', true],
    ['(a|b)+$', 'a', false],
  ])('%s for %s: %s', (pattern, path, expected) => {
    expect(leftovers(recipe(pattern), [entry(path)])).toEqual(
      expected ? [{ path, reason: 'made by hand' }] : [],
    );
  });

  it('that a recipe expects are told, and the verdict stays what it is', async () => {
    const world = {
      release: { 'package.json': '{"main":"a.js"}', 'a.js': 'run()\n' },
      source: { 'package.json': '{"main":"a.js"}' },
      rebuilds: [{ 'package.json': '{"main":"a.js"}' }],
      loaded: ['a.js'],
    };
    const without = (await judged(world)).verdict;
    const input = { rebuilds: [rebuild({ plan: plan({ recipe: recipe('a.js') }) })] };
    const { verdict } = await judged({ ...world, input });
    expect(verdict.kind).not.toBe('reproduced');
    expect({ ...verdict, recipe: null, leftovers: [] }).toEqual(without);
    expect(verdict.leftovers).toEqual([{ path: 'a.js', reason: 'made by hand' }]);
    expect(verdict.recipe).toMatchObject({ path: 'r.yaml', entries: 0 });
  });
});
