import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameProgram } from '../../../../src/compare/script/same-program.js';
import { edited } from '../../../support/random-program/edit.js';
import { randomProgram } from '../../../support/random-program/generate.js';
import { canonical, isSound, printed } from '../../../support/random-program/print.js';
import { Choices, type Name } from '../../../support/random-program/tree.js';

const numbers = fc.array(fc.nat(999), { minLength: 10, maxLength: 120 });
const layout = fc.array(fc.nat(999), { minLength: 1, maxLength: 60 });
const program = numbers.map(randomProgram);

const plain = ({ id }: Name) => `n${id}`;
const renamed = ({ id, fixed }: Name) => (fixed ? `n${id}` : `m${id}`);
const same = (left: string, right: string) => {
  const [forth, back] = [sameProgram(left, right, 'a.mjs'), sameProgram(right, left, 'a.mjs')];
  expect(back).toEqual(forth);
  return forth;
};

/** Few names, so that one often hides another; a fixed one keeps its own. */
const shared =
  (choices: readonly number[]) =>
  (name: Name): string =>
    name.fixed ? plain(name) : ['a', 'b', 'c', 'd', 'print'][choices[name.id % choices.length]! % 5]!;

describe('a random program', () => {
  it('is the same in any layout', () => {
    fc.assert(
      fc.property(program, layout, layout, (made, one, other) => {
        expect(same(printed(made, plain, one), printed(made, plain, other))).toEqual({
          layout: true,
          names: false,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same with all its local names changed, in any layout', () => {
    fc.assert(
      fc.property(program, layout, layout, (made, one, other) => {
        const isChanged = printed(made, plain) !== printed(made, renamed);
        expect(same(printed(made, plain, one), printed(made, renamed, other))).toMatchObject({
          names: isChanged,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same with names that hide others just where none is taken for another', () => {
    fc.assert(
      fc.property(program, fc.array(fc.nat(4), { minLength: 40, maxLength: 40 }), (made, choices) => {
        const called = shared(choices);
        const is = same(printed(made, plain), printed(made, called)) !== null;
        expect(is).toBe(isSound(made, called));
      }),
      { numRuns: 1500 },
    );
  });

  it('is another one after a change of its meaning, whatever its names and layout', () => {
    fc.assert(
      fc.property(program, numbers, layout, fc.constantFrom(plain, renamed), (made, change, one, called) => {
        const other = edited(made, new Choices(change));
        fc.pre(other !== null && canonical(other) !== canonical(made));
        expect(same(printed(made, plain, one), printed(other!, called))).toBeNull();
      }),
      { numRuns: 2500 },
    );
  });
});
