import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../../../src/npm/recipe/parse.js';

function fault(text: string): string {
  const parsed = parseRecipe(text);
  return 'fault' in parsed ? parsed.fault : 'none';
}

describe('parseRecipe', () => {
  it('reads YAML and JSON alike', () => {
    const yaml = parseRecipe('node: "18"\nsteps:\n  - make\n  - run: make all\n    directory: sub\n');
    const json = parseRecipe('{"node":"18","steps":["make",{"run":"make all","directory":"sub"}]}');
    expect(yaml).toEqual(json);
    expect(yaml).toMatchObject({ recipe: { node: '18', only: false, leftovers: [] } });
  });

  it.each([
    ['nods: "18"', 'unknown key "nods": did you mean "node"?'],
    ['pack: { tol: npm }', 'unknown key "pack.tol": did you mean "tool"?'],
    ['node: 18', '"node": must be text; put it in quotes'],
    ['node: newest', '"node": must be a version or a range of versions'],
    ['manager: make@4', '"manager": must be npm, pnpm, yarn, bun, with @ and a version or without'],
    ['directory: ../other', '"directory": must be a folder inside the repository'],
    ['directory: /etc', '"directory": must be a folder inside the repository'],
    ['environment: { "A B": x }', '"environment.A B": must be the name of a variable'],
    [
      'steps: [{ run: make, network: registry }]',
      '"steps[0]": must be a command, or an object with "run" and optionally "directory", "environment" and "network: none"',
    ],
    ['leftovers: [{ path: a.js }]', '"leftovers[0].reason": must be text; put it in quotes'],
  ])('says what is wrong with %s', (text, expected) => {
    expect(fault(text)).toContain(expected);
  });

  it.each(['', '- a', 'just words', 'steps: [', '{"a":', 'a: &a [*a]'])('takes %j for no recipe', (text) => {
    expect(fault(text)).not.toBe('none');
  });

  it('refuses what is too long', () => {
    expect(fault(`reason: ${'x'.repeat(70_000)}`)).toContain('larger');
  });

  it('never throws, and says what is wrong in one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !fault(text).includes('\n')));
  });
});
