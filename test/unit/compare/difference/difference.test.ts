import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../../src/compare/difference/index.js';
import { textDifference } from '../../../../src/compare/difference/text.js';
import { defaultCompareLimits } from '../../../../src/compare/limits.js';

const limits = defaultCompareLimits;
const show = (path: string, reference: string | Buffer, release: string | Buffer) =>
  difference(path, Buffer.from(reference), Buffer.from(release), 'source', limits);
const signed = ({ lines }: ReturnType<typeof show>) => lines.map(({ sign, text }) => `${sign}${text}`);

describe('text', () => {
  it('has three lines of context, and says where it is', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    const changed = lines.with?.(9, 'new') ?? [...lines.slice(0, 9), 'new', ...lines.slice(10)];
    expect(signed(show('a.js', lines.join('\n'), changed.join('\n')))).toEqual([
      '@line 7',
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      '+new',
      ' line 11',
      ' line 12',
      ' line 13',
    ]);
  });

  it('is that of the whole texts, although only what changed is read of them', () => {
    const word = fc.constantFrom('a', 'b', 'ü', '€', '', '😀', 'longer line');
    const text = fc.array(word, { maxLength: 40 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, text, text, (head, one, other, tail) => {
        fc.pre(one !== other);
        const [reference, release] = [`${head}${one}${tail}`, `${head}${other}${tail}`];
        const found = show('a.txt', reference, release);
        const { against, kind, ...rest } = found;
        expect([against, kind]).toEqual(['source', 'text']);
        expect(rest).toEqual(textDifference({ reference, release, encoding: 'utf8' }, limits));
      }),
    );
  });

  it('counts lines', () => {
    expect(show('a.js', 'a\nb\n', 'a\nb\nc\nd\n').summary).toBe('2 lines added, 0 removed');
  });

  it('shows what changed in a line of a megabyte, not its start', () => {
    const [head, tail] = ['a;'.repeat(300_000), 'b;'.repeat(300_000)];
    const found = show('a.js', `${head}good()${tail}`, `${head}evil()${tail}`);
    expect(signed(found)).toEqual([
      '@line 1, column 599995 (byte 599994)',
      ...[' a;', ' a;', ' a;', '-good()b;', '+evil()b;', ' b;', ' b;', ' b;'],
    ]);
    expect(found.lines.every(({ text }) => text.length <= limits.columns + 2)).toBe(true);
  });

  it('shows what blanks push off the screen', () => {
    const found = show('a.js', 'x;\n', `x;${' '.repeat(900)}evil()\n`);
    expect(signed(found)).toContainEqual('+…(900 blanks)…evil()');
  });

  it('is cut off at a number of lines, and says so', () => {
    const found = show('a.js', 'a\n'.repeat(10), 'b\n'.repeat(5_000));
    expect([found.lines.length, found.truncated]).toEqual([limits.lines, true]);
  });

  it('is done in seconds with two texts that have nothing in common', { timeout: 20_000 }, () => {
    const text = (seed: number) =>
      Array.from({ length: 200_000 }, (_, index) => (index * seed) % 7_919).join('\n');
    const start = performance.now();
    expect(show('a.js', text(3), text(5)).truncated).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('shows the one changed line of a huge file', () => {
    const text = 'some line\n'.repeat(500_000);
    const found = show('a.js', `${text}x\n${text}`, `${text}y\n${text}`);
    expect(found).toMatchObject({ summary: '1 line added, 1 removed', truncated: false });
  });

  it('loses no line that is added or removed', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        fc.pre(before.join('\n') !== after.join('\n'));
        const found = show('a.js', before.join('\n'), after.join('\n'));
        const side = (sign: string) => found.lines.filter((line) => line.sign === sign).length;
        const length = (list: string[]) => Math.max(list.length, 1);
        expect(side('+') - side('-')).toBe(length(after) - length(before));
        expect(side('+') + side('-')).toBeGreaterThan(0);
      }),
    );
  });
});

describe('JSON', () => {
  it('is shown by path', () => {
    const found = show(
      'package.json',
      '{"dependencies":{"a":"1"}}',
      '{"dependencies":{"a":"1","left-pad":"2"},"x":[1,{"y":2}]}',
    );
    expect(found).toMatchObject({ kind: 'json', summary: 'dependencies.left-pad added, x added' });
    expect(signed(found)).toEqual(['+dependencies.left-pad: "2"', '+x: [1,{"y":2}]']);
  });

  it('tells an order that changed', () => {
    expect(show('a.json', '{"a":1,"b":2}', '{"b":2,"a":1}').summary).toBe('the whole value reordered');
  });

  it('that is none is shown as text', () => {
    expect(show('a.json', '{"a":1,"a":2}', '{"a":1,"a":3}').kind).toBe('text');
  });
});

describe('binaries', () => {
  it('are told by kind, size and first difference', () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const changed = Buffer.from(png);
    changed[9] = 7;
    expect(show('a.png', png, changed)).toMatchObject({
      kind: 'binary',
      summary: 'PNG image, 11 bytes; was PNG image, 11 bytes; first difference at offset 9',
      lines: [],
    });
  });

  it('are told where one is the start of the other', () => {
    expect(show('a', Buffer.from([0, 1]), Buffer.from([0, 1, 2])).summary).toContain('offset 2');
  });
});

it('text that is not UTF-8 still shows the byte that differs', () => {
  const found = show('a.txt', Buffer.from([0x61, 0xe9]), Buffer.from([0x61, 0xe8]));
  expect(signed(found)).toEqual(['@line 1', '-a\u00e9', '+a\u00e8']);
});
