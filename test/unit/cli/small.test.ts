import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCount, parseDuration } from '../../../src/cli/arguments.js';
import { describeError, errorText } from '../../../src/cli/describe-error.js';
import { overallExitCode } from '../../../src/cli/exit-code.js';
import { colorful } from '../../../src/cli/io.js';
import { inOrder } from '../../../src/cli/verify/in-order.js';
import { type ExitCode, exitCodes } from '../../../src/errors.js';
import { byteCount, duration } from '../../../src/report/terminal/amount.js';

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['20m', 1_200_000],
    ['1.5h', 5_400_000],
  ])('%s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', '90', '-1s', '0s', '1d', '1e9h', '100000h', ' 1s', '1s\n', 'NaNs'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow('Expected a duration');
  });
});

describe('parseCount', () => {
  it('takes whole numbers within its bounds', () => {
    expect([1, 7, 64].map(String).map(parseCount(1, 64))).toEqual([1, 7, 64]);
  });

  it.each(['0', '65', '1.5', '-1', '', '1e1', '0x10'])('refuses %j', (text) => {
    expect(() => parseCount(1, 64)(text)).toThrow('Expected a whole number');
  });
});

describe('overallExitCode', () => {
  const codes = fc.array(fc.constantFrom(...Object.values(exitCodes)), { minLength: 1 });

  it('is 0 only if every one is', () => {
    fc.assert(
      fc.property(codes, (all) => {
        expect(overallExitCode(all) === 0).toBe(all.every((code) => code === 0));
      }),
    );
  });

  it('lets nothing hide a finding', () => {
    fc.assert(
      fc.property(codes, (all) => {
        expect(overallExitCode([...all, exitCodes.failed])).toBe(1);
      }),
    );
  });

  it('depends on no order', () => {
    fc.assert(
      fc.property(codes, (all) => {
        expect(overallExitCode([...all].reverse())).toBe(overallExitCode(all));
      }),
    );
  });

  it('is no success without any release', () => {
    expect(overallExitCode([] as ExitCode[])).toBe(2);
  });
});

describe('errors', () => {
  it('of a full disk are the machine’s', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(describeError(full)).toMatchObject({ code: 'E_NO_SPACE', exitCode: 4 });
  });

  it.each([new TypeError('x'), 'text', undefined, null, 7, { a: 1 }])(
    'that nobody expected exit with 4: %j',
    (error) => {
      expect(describeError(error)).toMatchObject({ code: 'E_INTERNAL', exitCode: 4 });
    },
  );

  it('are two lines for any message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, subject) => {
        const text = errorText(new Error(message), subject, { color: false, verbose: false });
        expect(text.split('\n')).toHaveLength(3);
        expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
      }),
    );
  });

  it('show their causes with -v', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(errorText(error, null, { color: false, verbose: true })).toContain('caused by Error: inner');
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, with %j: %s', (isTTY, env, expected) => {
    expect(colorful({ isTTY, write: () => true }, env)).toBe(expected);
  });
});

describe('inOrder', () => {
  it('waits for what runs, and starts no more, when one throws', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const all = inOrder([1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item);
      await new Promise((done) => setTimeout(done, item === 2 ? 40 : 1));
      if (item === 1) throw new Error('first');
      ended.push(item);
      return item;
    });
    await expect(all.next()).rejects.toThrow('first');
    expect({ started, ended }).toEqual({ started: [1, 2], ended: [2] });
  });
});

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [14_234_567, '14.2 MB'],
    [5e15, '5000.0 TB'],
  ])('%i bytes', (bytes, words) => expect(byteCount(bytes)).toBe(words));

  it.each([
    [0.04, '0.0 s'],
    [9.96, '10.0 s'],
    [34.2, '34 s'],
    [119.6, '2 min 0 s'],
    [3_725, '62 min 5 s'],
  ])('%f seconds', (seconds, words) => expect(duration(seconds)).toBe(words));
});
