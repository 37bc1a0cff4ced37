import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../../src/compare/difference/index.js';
import { defaultCompareLimits as limits } from '../../../../src/compare/limits.js';
import { elf, machO, pe, wasm } from '../../../support/programs.js';

const show = (reference: Buffer, release: Buffer) =>
  difference('a.bin', reference, release, 'rebuild', limits);
const signed = (reference: Buffer, release: Buffer) =>
  show(reference, release).lines.map(({ sign, text }) => `${sign}${text}`);

const code = Buffer.from('some code');
const other = Buffer.from('same code');

describe('programs', () => {
  it('of ELF are told by symbol and section', () => {
    expect(signed(elf(['read'], ['init'], code), elf(['read', 'connect'], ['init'], other))).toEqual([
      '+imports connect',
      '@section .text: 9 bytes, 1 of them differ',
      ...['-section .dynsym: 72 bytes', '+section .dynsym: 96 bytes'],
      ...['-section .dynstr: 11 bytes', '+section .dynstr: 19 bytes'],
    ]);
  });

  it('of Mach-O are told by library, symbol and section', () => {
    const found = signed(
      machO('libSystem.dylib', ['_read'], code),
      machO('libOther.dylib', ['_connect'], code),
    );
    expect(found).toEqual([
      '+imports libOther.dylib',
      '+imports _connect',
      '-imports libSystem.dylib',
      '-imports _read',
    ]);
    expect(signed(machO('a', [], code), machO('a', [], other))).toEqual([
      '@section __TEXT,__text: 9 bytes, 1 of them differ',
    ]);
  });

  it('of Windows are told by function and section', () => {
    const found = show(
      pe('kernel32.dll', ['ReadFile'], code),
      pe('kernel32.dll', ['ReadFile', 'WinExec'], code),
    );
    expect(found.summary).toContain('imports: 1 added; 1 section differs');
    expect(found.lines[0]).toEqual({ sign: '+', text: 'imports kernel32.dll: WinExec' });
  });

  it('of WebAssembly are told by import, export and section', () => {
    expect(signed(wasm(['log'], ['run'], code), wasm(['log', 'fetch'], ['start'], code))).toEqual([
      ...['+imports env.fetch', '+exports start', '-exports run'],
      ...['-section import: 11 bytes', '+section import: 23 bytes'],
      ...['-section export: 7 bytes', '+section export: 9 bytes'],
    ]);
  });

  it('whose tables lead nowhere are told by size and offset', () => {
    const broken = Buffer.from(elf(['read'], [], code));
    broken.writeBigUInt64LE(1n << 60n, 0x28);
    expect(show(elf(['read'], [], code), broken)).toMatchObject({ kind: 'binary', lines: [] });
  });

  const builders = [
    elf(['read'], ['a'], code),
    machO('a', ['b'], code),
    pe('a', ['b'], code),
    wasm(['a'], ['b'], code),
  ];

  it('of any bytes behind a signature are shown, within limits', () => {
    const edits = fc.array(fc.tuple(fc.nat(800), fc.integer({ min: 0, max: 255 })), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...builders), edits, fc.nat(900), (honest, changes, length) => {
        const hostile = Buffer.from(honest.subarray(0, 4 + length));
        for (const [at, value] of changes) if (at >= 4 && at < hostile.length) hostile[at] = value;
        const found = show(honest, hostile);
        expect(found.kind).toBe('binary');
        expect(found.lines.length).toBeLessThanOrEqual(limits.lines);
        expect(found.lines.every(({ text }) => text.length <= limits.columns + 2)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** A PNG image of 8-bit grey rows, each with its filter. */
function png(width: number, rows: readonly number[][], height = rows.length, interlace = 0): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[12] = interlace;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...[
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
      chunk('IEND', Buffer.alloc(0)),
    ],
  ]);
}

describe('images', () => {
  it('are told by the pixels that changed, whatever filter each has', () => {
    // The second is the first with every filter there is, and 9 in place of 5.
    const before = png(3, [
      [0, 1, 2, 3],
      [0, 4, 5, 6],
      [0, 7, 8, 9],
      [0, 1, 1, 1],
      [0, 2, 2, 2],
    ]);
    const after = png(3, [
      [1, 1, 1, 1],
      [2, 3, 7, 3],
      [3, 5, 0, 2],
      [4, 250, 0, 0],
      [0, 2, 2, 2],
    ]);
    expect(show(before, after).summary).toContain(
      '3×5 pixels, 1 of 15 changed, within 1×1 at column 1, row 1',
    );
  });

  it('are told to have the same pixels in other bytes', () => {
    expect(show(png(2, [[0, 5, 5]]), png(2, [[1, 5, 0]])).summary).toContain('2×1 pixels, all the same');
  });

  it('are told by size where that changed', () => {
    expect(show(png(1, [[0, 1]]), png(2, [[0, 1, 1]])).summary).toContain('2×1 instead of 1×1 pixels');
  });

  it('that would fill the memory are not unpacked', () => {
    const [huge, other] = [png(60_000, [[0]], 60_000), png(60_000, [[1]], 60_000)];
    expect(show(huge, other).summary).toContain('60000×60000 pixels; first difference');
    const [bomb, second] = [png(1, [Array(1_000_000).fill(0)], 1), png(1, [Array(1_000_000).fill(1)], 1)];
    expect(show(bomb, second).summary).toContain('1×1 pixels; first difference');
  });

  it('of other formats are told by the size in their header', () => {
    const gif = (width: number) => Buffer.from([...Buffer.from('GIF89a'), width, 0, 7, 0, 0]);
    expect(show(gif(3), gif(5)).summary).toContain('5×7 instead of 3×7 pixels');
    const jpeg = (height: number) =>
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, height, 0, 9, 0, 0, 0, 0]);
    expect(show(jpeg(3), jpeg(5)).summary).toContain('9×5 instead of 9×3 pixels');
  });

  it('of any bytes are shown', () => {
    const signatures = [
      '\u0089PNG\r\n\u001a\n',
      'GIF8',
      '\u00ff\u00d8\u00ff',
      'RIFF0000WEBPVP8X',
      '0000ftypavif',
    ];
    const image = fc
      .tuple(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 80 }))
      .map(([signature, bytes]) => Buffer.concat([Buffer.from(signature, 'latin1'), bytes]));
    fc.assert(
      fc.property(image, image, (before, after) => {
        expect(show(before, after).kind).toBe('binary');
      }),
    );
  });
});
