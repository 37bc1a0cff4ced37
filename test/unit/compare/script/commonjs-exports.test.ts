import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { parse as Parse } from 'cjs-module-lexer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameProgram } from '../../../../src/compare/script/same-program.js';
import { normalized } from '../../../support/comparison.js';
import { temporaryFolder } from '../../../support/folder.js';

const { parse }: { parse: typeof Parse } = createRequire(import.meta.url)('cjs-module-lexer');

const same = (left: string, right: string, path = 'a.js') => {
  const [forth, back] = [sameProgram(left, right, path), sameProgram(right, left, path)];
  expect(back).toEqual(forth);
  return forth !== null;
};

/** Texts of one program, of which node sees other names exported. */
const nearMisses: [what: string, left: string, right: string][] = [
  ['parentheses', 'exports.a = 1;', '(exports).a = 1;'],
  ['parentheses around an index', "exports['a'] = 1;", "(exports)['a'] = 1;"],
  ['parentheses of a module', 'module.exports.a = 1;', '(module).exports.a = 1;'],
  [
    'parentheses of an argument',
    "Object.defineProperty(exports, 'a', { value: 1 });",
    "Object.defineProperty((exports), 'a', { value: 1 });",
  ],
  ['parentheses of an object', 'module.exports = { a, b };', 'module.exports = ({ a, b });'],
  [
    'a name for a string in a description',
    "Object.defineProperty(exports, 'a', { enumerable: true, value: 1 });",
    "Object.defineProperty(exports, 'a', { 'enumerable': true, value: 1 });",
  ],
  [
    'how a getter ends',
    "Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return b.a; } });",
    "Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return (b.a); } });",
  ],
  ['a regular expression', 'exports.a = 1; l: { } ; /[(]/.test', 'exports.a = 1; l: { } /[(]/.test'],
  ['an escaped name', 'exports.a = 1;', '\\u0065xports.a = 1;'],
];

describe('exports of CommonJS that node finds in the text', () => {
  it.each(nearMisses)('are not the same with other %s', (_, left, right) => {
    expect(same(left, right)).toBe(false);
    expect(same(left, right, 'a.cjs')).toBe(false);
    expect([same(left, `${left} `), same(right, `${right} `)]).toEqual([true, true]);
  });

  it.each([
    ['layout', 'exports.a=1;exports["b"]=2', "exports\n  . a = 1;\n/* b */\nexports[ 'b' ] = 2;\n"],
    ['parentheses where there is nothing to find', '(module).a = 1;', 'module.a = 1;'],
    ['a file that is none', 'exports.a = 1; export {}', '(exports).a = 1; export {}'],
    ['a word in a comment', '/* exports */ f()', 'f()'],
  ])('are the same with other %s', (_, left, right) => {
    expect(same(left, right)).toBe(true);
  });

  it('do not matter to what is never loaded as CommonJS', () => {
    const [left, right] = ['exports.a = 1;', '(exports).a = 1;'];
    expect(['a.mjs', 'a.jsx', 'a.mts'].map((path) => same(left, right, path))).toEqual([true, true, true]);
  });

  it('are unknown in TypeScript, of which node reads what is left without the types', () => {
    expect(same('exports!.a = 1;', '(exports!).a = 1;', 'a.cts')).toBe(false);
    expect(
      same(
        'import type { A } from "a"; exports!.a = 1;',
        'import type { A } from "a"; (exports!).a = 1;',
        'a.ts',
      ),
    ).toBe(false);
    expect(same('export const a=1, exports=2;', 'export const a = 1, exports = 2;', 'a.ts')).toBe(true);
    expect(same('export interface A { a:1 }', 'export interface A { a: 1 }', 'a.ts')).toBe(true);
  });

  it('are the same in another layout just where node finds the same', { timeout: 120_000 }, () => {
    const choices = fc.array(fc.nat(999), { minLength: 8, maxLength: 80 });
    const program = fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 4 });
    let [equal, other] = [0, 0];
    fc.assert(
      fc.property(program, choices, choices, (made, one, two) => {
        const [left, right] = [printed(made, one), printed(made, two)];
        const isSame = lexed(left) === lexed(right);
        if (isSame) equal += 1;
        else other += 1;
        expect(same(left, right)).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
    // Both are tried.
    expect(Math.min(equal, other)).toBeGreaterThan(100);
  });

  it.each([
    ['is the first word', 'exports.a = 1;\n', null],
    ['is a word further on', '"use strict";\nexports.a = 1;\n', ['byte-order-mark']],
    ['is in a module', 'export default 1;\n', ['byte-order-mark']],
    ['follows a regular expression', '/"/.test(a);\nexports.a = 1;\n', null],
  ])('count behind a byte order mark where one %s', (_, text, names) => {
    const found = normalized('a.js', `\ufeff${text}`, text);
    expect(found?.map(({ name }) => name) ?? null).toEqual(names);
    expect(normalized('a.mjs', `\ufeff${text}`, text)).not.toBeNull();
  });
});

it('node itself finds what the lexer says', async () => {
  const texts = [
    ...nearMisses.flatMap(([, left, right]) => [left, right]),
    'exports.a = 1;',
    '\ufeffexports.a = 1;',
  ];
  const before = 'var a, b = {};';
  const at = await temporaryFolder();
  for (const [index, text] of texts.entries())
    await writeFile(join(at, `${index}.cjs`), `${text}\n${before}`);
  const code = `
    for (const at of Array(${texts.length}).keys()) {
      const found = await import(\`./\${at}.cjs\`).then(Object.keys, (error) => error.message);
      console.log(JSON.stringify(found));
    }`;
  const lines = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: at,
    encoding: 'utf8',
  });
  const names = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
  expect(names.map((all) => all.filter((name) => !/^(?:default|module\.exports)$/.test(name)))).toEqual(
    texts.map((text) => parsed(`${text}\n${before}`)[0]),
  );
});

/** Names and modules that the lexer finds; none where it can't read. */
function parsed(text: string): [string[], string[]] {
  try {
    const { exports, reexports } = parse(text);
    return [[...new Set(exports)].sort(), [...new Set(reexports)].sort()];
  } catch {
    return [[], []];
  }
}

function lexed(text: string): string {
  return JSON.stringify(parsed(text));
}

/** How tools write exports. What is between brackets of this kind may be put in parentheses. */
const statements = [
  '⟨exports⟩.a = 1;',
  "⟨exports⟩['b'] = ⟨2⟩;",
  '⟨⟨module⟩.exports⟩.c = 3;',
  '⟨exports⟩.a = ⟨exports⟩.b = void 0;',
  "⟨Object⟩.defineProperty(⟨exports⟩, ⟨'d'⟩, { enumerable: ⟨true⟩, value: 1 });",
  "Object.defineProperty(⟨exports⟩, '__esModule', { value: ⟨true⟩ });",
  "Object.defineProperty(exports, 'e', { enumerable: true, get: function () { return ⟨m.e⟩; } });",
  "Object.defineProperty(exports, 'f', { enumerable: true, get() { return ⟨m⟩['f']; } });",
  "⟨module⟩.exports = ⟨{ a, b, 'c': c, ...⟨require('s')⟩ }⟩;",
  "module.exports = ⟨require(⟨'x'⟩)⟩;",
  "__exportStar(⟨require('y')⟩, ⟨exports⟩);",
  "⟨__export⟩(⟨require('z')⟩);",
  '⟨0⟩ && ⟨(module.exports = { a, b })⟩;',
  "var _x = ⟨require('x')⟩; ⟨Object⟩.keys(_x).forEach(function (k) { if (⟨k === 'default'⟩ || k === '__esModule') return; ⟨exports⟩[k] = _x[k]; });",
  '(function (exports) { exports.g = 1; })(⟨exports⟩);',
  'class A { f() { } }',
  'if (a) { } ⟨/[`"(]/⟩.test(b);',
];

/** One layout of statements: white space, comments, quotes, parentheses, empty statements. */
function printed(made: readonly string[], choices: readonly number[]): string {
  let next = 0;
  const choose = (below: number) => choices[next++ % choices.length]! % below;
  const open: boolean[] = [];
  let text = '';
  for (const [token] of made.join(' ').matchAll(/\/\[.*?\]\/|[\w$]+|'[^']*'|===|&&|\|\||\.\.\.|[^\s]/g)) {
    if (token === '⟨') open.push(choose(4) === 0);
    const written =
      token === '⟨' || token === '⟩'
        ? bracket(token, open)
        : token[0] === "'" && choose(2)
          ? `"${token.slice(1, -1)}"`
          : token;
    if (written === '') continue;
    const glued = /[\w$]$/.test(text) && /^[\w$]/.test(written);
    // A line end behind these would end the statement; a slash next to another would begin a comment.
    const spaces = /return$/.test(text)
      ? [' ', '/* r */']
      : ['', '', '', ' ', '\n', '/* s */', '\n// t\n', '  '];
    const space = spaces[choose(spaces.length)]!;
    text += (space === '' && glued ? ' ' : space) + written;
    if (token === ';' && choose(6) === 0) text += ';';
  }
  return text;
}

function bracket(token: string, open: boolean[]): string {
  if (token === '⟨') return open.at(-1) ? '(' : '';
  return open.pop() ? ')' : '';
}
