import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modesAgree } from '../../../../src/compare/normalizers/mode-bits.js';
import { normalized } from '../../../support/comparison.js';

/** Names of the normalizers that make the two equal, or null. */
const needed = (path: string, release: string | Buffer, reference: string | Buffer): string[] | null =>
  normalized(path, release, reference)?.map(({ name }) => name) ?? null;

describe('what general normalizers make equal', () => {
  it.each([
    ['a.js', 'a\r\nb\r\n', 'a\nb\n', ['line-endings']],
    ['a.js', 'a\rb\r', 'a\nb\n', ['line-endings']],
    ['README', 'a\r\nb', 'a\nb', ['line-endings']],
    ['hot/.eslintrc', '{\r\n}', '{\n}', ['line-endings']],
    ['a.js', '\ufeffa\n', 'a\n', ['byte-order-mark']],
    ['a.js', '\ufeffa\r\n', 'a\n', ['byte-order-mark', 'line-endings']],
    ['a.js', 'a', 'a\n', ['final-newline']],
    ['a.css', 'a\n', 'a', ['final-newline']],
    ['a.json', '{"a":[1,2]}', '{ "a" : [ 1,\n2 ] }\n', ['json-layout']],
    ['a.json', '{"a":"\\u0041"}', '{"a":"A"}', ['json-layout']],
    ['a.json', '["\\ud83d\\ude00",0.1,0,0e5,-1.5]', '["😀", 0.1, 0, 0e5, -1.5]', ['json-layout']],
    ['cli.js', '#!/usr/bin/env node\na\r\n', '#!/usr/bin/env node\na\n', ['line-endings']],
  ])('%s: %j is %j', (path, release, reference, names) => {
    expect(needed(path, release, reference)).toEqual(names);
  });
});

describe('near misses', () => {
  it.each([
    ['a line more in a script', 'a.js', 'a\n\nb', 'a\nb'],
    ['two final line ends for none', 'a.js', 'a\n\n', 'a'],
    ['white space in a script', 'a.js', 'a  b', 'a b'],
    ['a CR in the `#!` line', 'cli.js', '#!/usr/bin/env node\r\na\n', '#!/usr/bin/env node\na\n'],
    ['a byte order mark before `#!`', 'cli.js', '\ufeff#!/usr/bin/env node\n', '#!/usr/bin/env node\n'],
    ['CR in a shell script', 'a.sh', 'rm x\r\n', 'rm x\n'],
    ['CR in data of an unknown reader', 'words.txt', 'a\r\nb', 'a\nb'],
    ['CR in settings of a shell', '.bashrc', 'a\r\nb', 'a\nb'],
    ['CR in a file without a known ending', 'bin/run', 'a\r\nb', 'a\nb'],
    ['CR in binary', 'a.js', 'a\0\r\n', 'a\0\n'],
    ['two byte order marks for one', 'a.js', '\ufeff\ufeffa', 'a'],
    ['a byte order mark in JSON', 'a.json', '\ufeff{}', '{}'],
    ['a byte order mark inside', 'a.js', 'a\ufeffb', 'ab'],
    ['order of keys', 'a.json', '{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['a duplicate key', 'a.json', '{"a":1,"a":2}', '{ "a":1,"a":2}'],
    ['__proto__', 'a.json', '{"__proto__":1}', '{ "__proto__":1}'],
    ['an escaped __proto__', 'a.json', '{"__pro\\u0074o__":1}', '{ "__proto__":1}'],
    ['another spelling of a number', 'a.json', '[1]', '[1.0]'],
    ['digits beyond precision', 'a.json', '[9007199254740993]', '[9007199254740992]'],
    ['an integer beyond 2^53 in another layout', 'a.json', '[9007199254740993]', '[ 9007199254740993]'],
    ['a number beyond doubles', 'a.json', '[1e400]', '[ 1e400]'],
    ['a number below doubles', 'a.json', '[1e-400]', '[ 1e-400]'],
    ['a zero with a sign', 'a.json', '[-0]', '[ -0]'],
    ['a zero with a sign and a point', 'a.json', '[-0.0]', '[ -0.0]'],
    ['half a character', 'a.json', '["\\ud800"]', '[ "\\ud800"]'],
    ['halves of a character in the wrong order', 'a.json', '["\\udc00\\ud800"]', '[ "\\udc00\\ud800"]'],
    ['half a character as a key', 'a.json', '{"\\udfff":1}', '{ "\\udfff":1}'],
    ['a comment', 'a.json', '{} // x', '{}'],
    ['a trailing comma', 'a.json', '[1,]', '[1]'],
    [
      'deep nesting',
      'a.json',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      ` ${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    ],
    ['JSON layout in a script', 'a.js', '[1,2]', '[1, 2]'],
  ])('%s stays different', (_, path, release, reference) => {
    expect(needed(path, release, reference)).toBeNull();
  });

  it('invalid UTF-8 in JSON stays different', () => {
    expect(
      needed('a.json', Buffer.from([0x22, 0xff, 0x22]), Buffer.from([0x20, 0x22, 0xff, 0x22])),
    ).toBeNull();
  });
});

describe('modes', () => {
  it.each([
    ['source', 0o644, 0o100644, true],
    ['source', 0o664, 0o644, true],
    ['source', 0o755, 0o644, false],
    ['source', 0o2644, 0o644, false],
    ['rebuild', 0o664, 0o644, false],
    ['rebuild', 0o644, 0o644, true],
    ['rebuild', 0o4755, 0o4755, false],
  ] as const)('%s: %o and %o agree: %s', (kind, release, reference, agree) => {
    expect(modesAgree(kind, release, reference)).toBe(agree);
  });
});

const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', ';', '"', '`', 'é') }), {
  minLength: 1,
});

describe('properties', () => {
  it('any mix of line ends is equal, and only line ends and the final one are', () => {
    const ends = fc.infiniteStream(fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(lines, ends, fc.boolean(), (text, stream, final) => {
        const mixed = text.map((line) => line + stream.next().value).join('') + (final ? 'x' : '');
        const plain = text.map((line) => `${line}\n`).join('') + (final ? 'x' : '');
        expect(mixed === plain || needed('a.js', mixed, plain) !== null).toBe(true);
      }),
    );
  });

  it('a text with one more visible or blank character is never equal', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.constantFrom('a', ' ', ';', '\t', '\u200b'), (text, at, extra) => {
        const plain = text.join('\n');
        const where = at % (plain.length + 1);
        const changed = plain.slice(0, where) + extra + plain.slice(where);
        expect(needed('a.js', changed, plain)).toBeNull();
      }),
    );
  });

  // What is in no JSON that readers agree on: half characters, keys that make objects odd, signs of zero, integers beyond 2^53.
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => {
    const text = JSON.stringify(value);
    const numbers = (text.match(/-?\d[\d.eE+-]*/g) ?? []).map(Number);
    const agreed = numbers.every((each) => Number.isSafeInteger(each) || !Number.isInteger(each));
    return agreed && !/__proto__|\\ud[89a-f]/i.test(text);
  });

  it('JSON is equal to itself in any layout', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1, 2, '\t'), (value, indent) => {
        const [one, other] = [JSON.stringify(value), `${JSON.stringify(value, null, indent)} \n`];
        expect(needed('a.json', one, other)).not.toBeNull();
      }),
    );
  });

  it('two JSON values that differ are never equal', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(needed('a.json', JSON.stringify(one), JSON.stringify(other, null, 2))).toBeNull();
      }),
    );
  });

  it('no bytes make a normalizer throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.uint8Array(),
        fc.constantFrom('a.js', 'a.json', 'README'),
        (a, b, path) => {
          expect(() => needed(path, Buffer.from(a), Buffer.from(b))).not.toThrow();
        },
      ),
    );
  });
});
