import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edited } from '../../../../bench/injections/edit-script.js';
import { meaningOf, parseScript, placesIn } from '../../../../bench/injections/syntax.js';

const meaning = (text: string) => meaningOf(parseScript('index.js', text)!);

describe('meaningOf', () => {
  test.each([
    ['layout', 'f( 1 );\n', 'f(1)'],
    ['comments', 'f(1); // one', 'f(1);'],
    ['quotes', "f('a')", 'f("a")'],
    ['spelling of numbers', 'f(0x10)', 'f(16)'],
  ])('is the same for other %s', (_, one, other) => {
    expect(meaning(one)).toBe(meaning(other));
  });

  test.each([
    ['a number', 'f(1)', 'f(2)'],
    ['a big number', 'f(1n)', 'f(2n)'],
    ['a string', "f('a')", "f('b')"],
    ['a flag', 'f(/a/)', 'f(/a/i)'],
    ['an operator', 'a === b', 'a == b'],
    ['a directive', "'use strict'; f()", 'f()'],
    ['order', 'f(); g();', 'g(); f();'],
    ['a template', 'f(`a`)', 'f(`b`)'],
  ])('is another for another %s', (_, one, other) => {
    expect(meaning(one)).not.toBe(meaning(other));
  });
});

test('places are those of the text, whatever characters it has', () => {
  const text = "const sign = '\u{1f600}\u00e4'; f(sign, 12);";
  const script = parseScript('index.js', text)!;
  const literals = placesIn(script).filter(({ node }) => node.type === 'Literal');
  expect(literals.map(({ node }) => text.slice(node.start, node.end))).toEqual(["'\u{1f600}\u00e4'", '12']);
});

test.each(['if (', '\ufeffconst a = 1;', `f("${'x'.repeat(2_000_000)}")`])('does not read %.20s', (text) => {
  expect(parseScript('index.js', text)).toBeNull();
});

test('edits do not depend on their order', () => {
  const text = 'abcdefghij';
  const edits = fc
    .uniqueArray(fc.nat(9), { maxLength: 5 })
    .map((starts) =>
      starts.map((start) => ({ start, end: start + 1, text: `<${text[start]!.toUpperCase()}>` })),
    );
  fc.assert(
    fc.property(edits, (given) => {
      const expected = [...text]
        .map((letter, at) => given.find(({ start }) => start === at)?.text ?? letter)
        .join('');
      expect(edited(text, given)).toBe(expected);
      expect(edited(text, given.toReversed())).toBe(expected);
    }),
  );
});
