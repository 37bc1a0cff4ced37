import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText } from '../../../src/report/escape.js';

/** Written apart from the implementation: ranges, not Unicode classes. */
const forbidden = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xd800, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0x10ffff],
] as const;

const isForbidden = (code: number): boolean => forbidden.some(([from, to]) => code >= from && code <= to);

const dangerous = (text: string): string[] => [...text].filter((one) => isForbidden(one.codePointAt(0)!));

/** Any string, with the dangerous characters far more often than by chance. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        ...forbidden.flatMap(([from, to]) => [String.fromCodePoint(from), String.fromCodePoint(to)]),
      ),
      fc.constantFrom(
        '\u001b[2J',
        '\u001b]8;;http://x\u0007',
        '\ud83d',
        '\ude00',
        'a\u0301\u0301\u0301\u0301',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('escapeText', () => {
  it('leaves ordinary text of any language alone', () => {
    for (const text of ['lib/index.js', 'größe 大小 гриб', 'C:\\x', '😀', 'e\u0301'])
      expect(escapeText(text)).toBe(text);
  });

  it('shows what would be hidden', () => {
    expect(escapeText('\u001b[31mred\u202e\ufeff\r\n\t\u{e0041}\ud800.')).toBe(
      '\\u001b[31mred\\u202e\\ufeff\\r\\n\\t\\u{e0041}\\ud800.',
    );
  });

  it('tells other blanks from the plain space', () => {
    expect(escapeText('a\u00a0b c\u3000d')).toBe('a\\u00a0b c\\u3000d');
  });

  it('cuts marks piled on one letter', () => {
    expect(escapeText(`a${'\u0301'.repeat(4)}`)).toBe('a\u0301\u0301\\u0301\\u0301');
  });

  it('marks letters that are there to be taken for Latin ones', () => {
    expect(escapeText('if (is\u0410dmin)')).toBe('if (is‹U+0410›dmin)');
    expect(escapeText('const \u0430 = a')).toBe('const ‹U+0430› = a');
    expect(escapeText('\u0441\u0440')).toBe('‹U+0441›‹U+0440›');
    expect(escapeText('x\u03bf = \uff58y')).toBe('x‹U+03BF› = ‹U+FF58›y');
    expect(escapeText('a\u037e b\u01c3=c')).toBe('a‹U+037E› b‹U+01C3›=c');
  });

  it('leaves letters alone where they are what is written', () => {
    for (const text of ['а и б', 'сорок раз', 'ο κόσμος', 'ΑΒΓ', 'Ａ１ 大', 'naïve façade'])
      expect(escapeText(text)).toBe(text);
  });

  it('never lets a dangerous code point through', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        expect(dangerous(escapeText(text, limit))).toEqual([]);
      }),
    );
  });

  it('never returns more than the limit', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 100 }), (text, limit) => {
        expect(escapeText(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('costs the limit, not the length, of a huge text', () => {
    // Joined up front, so that only the escaping is timed.
    const huge = Buffer.alloc(100_000_000, '\u202e', 'utf16le').toString('utf16le');
    const started = performance.now();
    expect(escapeText(huge, 100)).toHaveLength(100);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('escapeJson', () => {
  it('spells letters that are there to be taken for others', () => {
    expect(escapeJson('["is\u0410dmin", "сорок"]')).toBe('["is\\u0410dmin", "сорок"]');
  });

  it('parses to the same value and holds nothing hidden but its own line breaks', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, fc.array(hostile)), (value) => {
        const json = escapeJson(JSON.stringify(value, null, 2));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(dangerous(json.replaceAll('\n', ''))).toEqual([]);
      }),
    );
  });
});
