import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBeSameProgram } from '../../../src/compare/may-be-same-program.js';
import { sameProgram } from '../../../src/compare/script/same-program.js';
import { samePrograms } from '../../../src/compare/script/same-programs.js';

const ask = (reference: string, release: string, path = 'a.ts') =>
  mayBeSameProgram({ path, reference: Buffer.from(reference), release: Buffer.from(release) });
const around = (line: string) => `interface A {\n  /** A "b". */\n${line}\n  c(d: string): void;\n}\n`;

describe('mayBeSameProgram is sure of', () => {
  it.each([
    ['another type', '  a: number;', '  a: string;'],
    ['another type, of several', '  a(b: number): number;', '  a(b: number): string;'],
    ['another property', 'x.y.z(1);', 'x.y.w(1);'],
    ['a keyword', '  a(): void;', '  a(): string;'],
    ['a literal', 'a = b === true;', 'a = b === false;'],
    ['a comparison', 'if (a === b) c();', 'if (a !== b) c();'],
    ['a condition', 'a = b && c;', 'a = b || c;'],
    ['a new line of code', '', '  e(): number;'],
    ['a line that is gone', '  e: number;', ''],
  ])('%s', (_, before, after) => {
    expect(ask(around(before), around(after))).toBe(false);
    expect(ask(before, after)).toBe(false);
  });

  it('what is no script', () => {
    expect(ask('a', 'b', 'a.json')).toBe(false);
  });
});

describe('mayBeSameProgram leaves to the parser', () => {
  it('what differs from the first character on', () => {
    expect(ask('x;\ny;\nvar z;', '   x;\ny;\nvar z;')).toBe(true);
  });

  it.each([
    ['layout', 'f(a, b);', 'f(a,\n  b);'],
    ['a comment', 'f(a); // void', 'f(a);'],
    ['a new comment', '', '/* void */'],
    ['what lies in a comment', '/*\n a: number;\n*/', '/*\n a: string;\n*/'],
    ['what may lie in a comment', '/*/\n a: number;\n*/', '/*/\n a: string;\n*/'],
    ['quotes', 'f("a");', "f('a');"],
    ['a renamed variable', 'function f(a) {\nreturn a;\n}', 'function f(b) {\nreturn b;\n}'],
    ['a renamed variable on one line', '(a) => f(a, 1);', '(b) => f(b, 1);'],
    ['a renamed variable with a property', 'const { a } = x;\nf(a);', 'const { a: b } = x;\nf(b);'],
    ['two of them', 'f(({ a }, x.p.q, { b: c }) => 1)', 'f(({ a: d }, x.p.q, { b }) => 1)'],
    ['a renamed type parameter', 'type A<T> = (a: T) => T;', 'type A<U> = (a: U) => U;'],
    ['a renamed parameter', 'f(number: string): void', 'f(string: string): void'],
    ['a renamed type', 'class A extends B {\na: A;\n}', 'class C extends B {\na: C;\n}'],
    ['a renamed type on one line', 'type A = B; let a: A;', 'type C = B; let a: C;'],
    ['a destructured parameter', 'f({ a: b }: A): void;', 'f({ a: c }: A): void;'],
    ['another spelling of a number', 'a = 1.50;', 'a = 1.5;'],
    ['a number with an exponent', 'a = 1.e5;', 'a = 1.E5;'],
    ['a spread', 'f(...a);', 'f(...b);'],
    ['the first line of a program', '#!void', '#!node'],
    ['a semicolon', 'f()', 'f();'],
    ['layout around operators', 'a! == b && !c', '(a!)==b\n&&!c'],
    ['a type that lists from its beginning', 'type A = B | C', 'type A =\n | B\n | C'],
    ['a byte that is no text', 'f(\xff)', 'f(\xfe)'],
  ])('%s', (_, before, after) => {
    expect(ask(before, after)).toBe(true);
  });

  it('every ending that the parser is asked about', async () => {
    for (const ending of ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts', 'jsx', 'tsx', 'd.ts'])
      expect(ask('f(a,b)', 'f(a, b)', `x.${ending}`)).toBe(true);
    const pair = { release: Buffer.from('f(a,b)'), reference: Buffer.from('f(a, b)') };
    for (const path of ['x.json', 'x.css', 'x.es', 'x.es6', 'x', 'x.vue', 'x.flow'])
      expect([mayBeSameProgram({ path, ...pair }), (await samePrograms([{ path, ...pair }])).size]).toEqual([
        false,
        0,
      ]);
  });
});

describe('mayBeSameProgram', () => {
  const line = fc.constantFrom(
    ...[
      'f(a, b);',
      'let x: number;',
      'const y = a.b.c;',
      '// a: void;',
      '/* b.c',
      'd: string; */',
      'f("void");',
    ],
    ...['interface A {', 'e(): void;', 'g: A;', '}', 'f(`', 'a.b ${', 'true', '}`);', 'h(...a, 1.5);', ''],
    ...['if (a === b && !c) d();', 'x = a! == b || c;', 'y ||= a != b;', 'type V = | A | B;'],
    ...['type T<U> = U;', '(a, b) => a.b;', 'return;', 'x = { a, b: c };', 'x = <b>a.b</b>;', "'use strict'"],
  );
  const edit = fc.constantFrom<(text: string) => string>(
    (text) => text.replace(/ /g, '\n'),
    (text) => text.replace(/, /g, ',\t'),
    (text) => text.replace(/;/g, ' ;'),
    (text) => text.replace(/"/g, "'"),
    (text) => text.replace(/number|string/g, 'boolean'),
    (text) => text.replace(/\.b/g, '.q'),
    (text) => text.replace(/: void|true/g, ': null'),
    (text) => text.replace(/\d+\.\d+/g, '15e-1'),
    (text) => text.replace(/\(a, b\)/g, '((a), b)'),
    (text) => text.replace(/===/g, '!=='),
    (text) => text.replace(/&&/g, '||'),
    (text) => text.replace(/([!=&|]+)/g, '\n$1 '),
    (text) => text.replace(/ ([!=&|]+) /g, '$1'),
    (text) => `${text}\n// return void\n`,
    (text) => `/* ${text} */`,
    (text) => text.replace(/\n/, '\nvoid 0;\n'),
  );

  it('never rules out what the parser finds to be the same', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 9 }),
        fc.nat(),
        edit,
        fc.constantFrom('a.ts', 'a.jsx'),
        (lines, at, change, path) => {
          const text = lines.join('\n');
          const place = lines.length === 0 ? 0 : at % lines.length;
          const changed = [...lines.slice(0, place), change(lines.slice(place).join('\n'))].join('\n');
          if (!ask(text, changed, path) && text !== changed)
            expect(sameProgram(text, changed, path), JSON.stringify([text, changed])).toBeNull();
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
