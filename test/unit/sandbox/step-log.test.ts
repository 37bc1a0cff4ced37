import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepLog } from '../../../src/sandbox/step-log.js';

const path = () => join(mkdtempSync(join(tmpdir(), 'reprove-log-')), 'log');

describe('stepLog', () => {
  it('keeps the first bytes up to its limit, however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat(200), (chunks, limit) => {
        const file = path();
        const log = stepLog(file, limit);
        const all = chunks.map((chunk) => log.write(Buffer.from(chunk)));
        log.close();
        const text = Buffer.concat(chunks);
        expect(readFileSync(file).equals(text.subarray(0, limit))).toBe(true);
        expect(log.bytes()).toBe(Math.min(limit, text.length));
        expect(all.every(Boolean)).toBe(text.length <= limit);
      }),
      { numRuns: 30 },
    );
  });

  it('has the last twenty lines, and the last part of one that never ends', () => {
    const log = stepLog(path(), 10 ** 6);
    log.write(Buffer.from(Array.from({ length: 50 }, (_, line) => `line ${line}\n`).join('')));
    expect(log.lastLines()).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line + 30}`));
    log.write(Buffer.alloc(100_000, 'x'));
    expect(log.lastLines()).toEqual(['x'.repeat(16 * 1024)]);
    log.close();
  });

  it('notes on a line of its own, over the limit too', () => {
    const file = path();
    const log = stepLog(file, 3);
    log.write(Buffer.from('abcdef'));
    log.note('ended');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('abc\nended\n');
  });
});
