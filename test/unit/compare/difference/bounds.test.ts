import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../../src/compare/difference/index.js';
import { type UnitChange, unitChanges } from '../../../../src/compare/difference/units/changes.js';
import { defaultCompareLimits as limits } from '../../../../src/compare/limits.js';

/** Pieces of which scripts are made, whole and broken. */
const piece = fc.constantFrom(
  ...[
    'function a(b){',
    'var c=',
    '}',
    '{',
    '(',
    ')',
    '[',
    ']',
    ';',
    ',',
    '\n',
    ' ',
    '=>',
    '`x${',
    '}`',
    '`',
    '"',
    "'",
  ],
  ...[
    '// src/a.js\n',
    '/* 3 */',
    '/*',
    '*/',
    '/',
    '/x/g',
    '"./b.js":',
    'class D{',
    'e(f){',
    'if(g)',
    'else ',
    '1',
    '\\',
  ],
  ...['return', '...', '++', '\u2028', 'é', '\ud800', '😀', '__proto__', 'constructor:'],
);
const script = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''));
/** Statements that fit together, so that most of them are divided. */
const whole = fc
  .array(
    fc.constantFrom(
      'function a(){b()}',
      'var c={d:1,e:[2,3]};',
      'f("g",function(){h()});',
      '\n// src/i.js\n',
      'j=/k/;',
    ),
    {
      maxLength: 200,
    },
  )
  .map((pieces) => pieces.join(''));

/** A text without some ranges of it. */
function without(text: string, ranges: readonly ({ start: number; end: number } | null)[]): string {
  const kept = [...text].length === 0 ? [] : text.split('');
  for (const range of ranges) if (range !== null) kept.fill('', range.start, range.end);
  return kept.join('');
}

describe('units', () => {
  it.each([
    ['scripts of any pieces', script],
    ['scripts that fit together', whole],
  ])('hold all that differs: %s', (_, texts) => {
    fc.assert(
      fc.property(texts, texts, texts, texts, (head, before, after, tail) => {
        const [reference, release] = [head + before + tail, head + after + tail];
        const found = unitChanges(reference, release);
        if (found === null) return;
        const side = (of: 'reference' | 'release') => found.map((change: UnitChange) => change[of]);
        expect(without(release, side('release'))).toBe(without(reference, side('reference')));
        expect(found.length === 0).toBe(reference === release);
      }),
      { numRuns: 400 },
    );
  });

  it('are those of the whole scripts where these are told without their end', () => {
    const lines = ['function a(){b()}\n', 'var c={d:1};\n', '/* e */ f();\n', '`g\n`;\n'];
    const module = { weight: 1, arbitrary: fc.constant('\n// src/i.js\n') };
    const line = fc.oneof({ weight: 500, arbitrary: fc.constantFrom(...lines) }, module);
    const some = (minLength: number) => fc.array(line, { minLength, maxLength: minLength + 40 });
    const told = { cut: 0, whole: 0 };
    fc.assert(
      fc.property(some(0), some(0), fc.oneof(some(0), script), some(60), (head, before, after, tail) => {
        const near = tail.join('');
        const text = (middle: string | string[]) => [...head, ...middle, near].join('');
        const [reference, release] = [text(before), text(after)];
        const beyond = near.repeat(3);
        const cut = unitChanges(reference, release, beyond.length);
        told.whole += 1;
        if (cut === null) return;
        told.cut += 1;
        expect(cut).toEqual(unitChanges(`${reference}${beyond}`, `${release}${beyond}`));
      }),
      { numRuns: 400 },
    );
    expect(told.cut).toBeGreaterThan(told.whole / 10);
  });
});

const paths = ['a.js', 'a.d.ts', 'a.json', 'a.css', 'a.wasm', 'README.md'];
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3_000 }).map((array) => Buffer.from(array)),
  script.map((text) => Buffer.from(text.repeat(20))),
  fc.string({ unit: 'binary', maxLength: 2_000 }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
);

it('any two files have a difference within the limits', () => {
  fc.assert(
    fc.property(fc.constantFrom(...paths), bytes, bytes, (path, before, after) => {
      fc.pre(!before.equals(after));
      const found = difference(path, before, after, 'source', limits);
      expect(found.lines.length).toBeLessThanOrEqual(limits.lines);
      expect(found.summary.length).toBeLessThanOrEqual(2 * limits.columns);
      for (const { text } of found.lines) expect(text.length).toBeLessThanOrEqual(limits.columns + 10);
      for (const { path: names, tokens } of found.units ?? []) {
        expect(names.length).toBeLessThanOrEqual(6);
        expect((tokens?.added.length ?? 0) + (tokens?.removed.length ?? 0)).toBeLessThanOrEqual(240);
      }
    }),
    { numRuns: 400 },
  );
});

describe('processor time', () => {
  /** Seconds of this process, whatever else the machine does. */
  const seconds = (path: string, before: string, after: string): number => {
    const [reference, release] = [Buffer.from(before), Buffer.from(after)];
    const start = process.cpuUsage();
    difference(path, reference, release, 'source', limits);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };

  it.each([
    ['brackets that never close', '('.repeat(2_000_000), '('.repeat(2_000_001)],
    [
      'wrappers in wrappers',
      `${'(function(){'.repeat(4_000)}a${'})()'.repeat(4_000)}`,
      `${'(function(){'.repeat(4_000)}b${'})()'.repeat(4_000)}`,
    ],
    ['slashes that begin nothing', '=/['.repeat(700_000), '=/['.repeat(700_001)],
    ['a list of numbers', `x=[${'1,'.repeat(1_000_000)}1]`, `x=[${'1,'.repeat(1_000_000)}2]`],
    ['statements in another order', statements(20_000), statements(20_000, (at) => (at * 7_919) % 20_000)],
    ['names that all changed', statements(20_000), statements(20_000).replaceAll('value', 'w')],
    [
      'templates in templates',
      `${'`${'.repeat(4_000)}a${'}`'.repeat(4_000)}`,
      `${'`${'.repeat(4_000)}b${'}`'.repeat(4_000)}`,
    ],
  ])('of %s is bounded', { timeout: 300_000 }, (_, before, after) => {
    expect(seconds('a.js', before, after)).toBeLessThan(5);
  });
});

/** Functions on one line, in an order. */
function statements(count: number, place = (at: number) => at): string {
  return Array.from(
    { length: count },
    (_, at) => `function f${place(at)}(value){return value+${place(at)}}`,
  ).join('');
}
