import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../../../src/compare/reference.js';
import { normalized, proven } from '../../../support/comparison.js';

const published = {
  ...proven,
  commitTime: '2023-05-10T09:00:00.000Z',
  publishedAt: '2023-05-12T10:00:00.000Z',
};
const built: Span = { from: '2026-11-24T08:00:00.000Z', to: '2026-11-24T08:05:00.000Z' };

interface Given extends NonNullable<Parameters<typeof normalized>[3]> {
  path?: string;
}

function needed(release: string, rebuilt: string, given: Given = {}): string[] | null {
  const { path = 'dist/index.js', ...other } = given;
  const found = normalized(path, release, rebuilt, {
    against: 'rebuild',
    built,
    proven: published,
    ...other,
  });
  return found?.map(({ name }) => name) ?? null;
}

describe('a date that a build wrote', () => {
  it.each([
    ['a day', '/*! 2023-05-11 */\n', '/*! 2026-11-24 */\n'],
    ['a time', 'built("2023-05-11T17:03:04.512Z")', 'built("2026-11-24T08:01:00.001Z")'],
    ['a time without seconds', '// 2023-05-11 17:03', '// 2026-11-24 08:01'],
    [
      'what Date prints',
      '// Thu May 11 2023 17:03:04 GMT+0200 (CEST)',
      '// Tue Nov 24 2026 08:01:00 GMT+0000 (Coordinated Universal Time)',
    ],
    ['what toUTCString prints', '// Thu, 11 May 2023 15:03:04 GMT', '// Tue, 24 Nov 2026 08:01:00 GMT'],
    ['a month by name', '// May 11, 2023', '// November 24, 2026'],
    ['a day first', '// 11 May 2023', '// 24 Nov 2026'],
    ['milliseconds', 'var built=1683817384512;', 'var built=1795507260001;'],
    ['a year', '/* Copyright 2023 Somebody */', '/* Copyright 2026 Somebody */'],
    ['the end of a span of years', ' * (c) 2014-2023 Somebody', ' * (c) 2014-2026 Somebody'],
    ['a sign', ' * © 2023 Somebody', ' * © 2026 Somebody'],
    ['two dates', '/* 2023-05-11 */ x; // © 2023', '/* 2026-11-24 */ x; // © 2026'],
    ['a day in another time zone than the commit', '// 2023-05-09', '// 2026-11-25'],
  ])('%s', (_, release, rebuilt) => {
    expect(needed(release, rebuilt)).toEqual(['build-date']);
  });

  it.each([
    ['a date before the commit', '// 2023-05-01', '// 2026-11-24'],
    ['a date after the publish', '// 2023-05-20', '// 2026-11-24'],
    ['a date that is not of the rebuild', 'after("2023-05-11")', 'after("2027-01-01")'],
    ['another year', '/* (c) 2021 */', '/* (c) 2026 */'],
    ['a year that is not of the rebuild', '/* (c) 2023 */', '/* (c) 2025 */'],
    ['the start of a span of years', '/* (c) 2023-2023 */', '/* (c) 2014-2026 */'],
    ['a number where no copyright is', 'x = 2023', 'x = 2026'],
    ['a number after the comment', '/* (c) */ x = 2023', '/* (c) */ x = 2026'],
    ['a longer number', 'x = 16838173845120', 'x = 17955072600010'],
    ['a time that is none', '// 2023-05-11T99:99', '// 2026-11-24T08:01'],
    ['another form', '// 2023-05-11', '// Nov 24, 2026'],
    ['something else besides', '/* 2023-05-11 */ a + b', '/* 2026-11-24 */ a - b'],
    ['a date more', '/* 2023-05-11 2023-05-11 */', '/* 2026-11-24 */'],
    ['days in an order that readers disagree about', '// 11/05/2023', '// 24/11/2026'],
    ['a version', 'v = "1.2023-05-11"', 'v = "1.2026-11-24"'],
  ])('is not %s', (_, release, rebuilt) => {
    expect(needed(release, rebuilt)).toBeNull();
  });

  const [release, rebuilt] = ['// 2023-05-11', '// 2026-11-24'];
  it.each<[string, Given]>([
    ['a source was not built', { against: 'source', built: null }],
    ['nobody knows when it was built', { built: null }],
    ['nobody knows when it was committed', { proven: { ...published, commitTime: null } }],
    ['nobody knows when it was published', { proven: { ...published, publishedAt: null } }],
    ['the file is binary', { path: 'a.bin' }],
  ])('is none where %s', (_, given) => {
    expect(needed(release, rebuilt, given)).toBeNull();
  });

  it('never hides anything around it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab 0(c)-/\n', '© 2023', '2026-11-24') });
    fc.assert(
      fc.property(text, text, text, text, (before, after, otherBefore, otherAfter) => {
        fc.pre(before !== otherBefore || after !== otherAfter);
        const of = (date: string, head: string, tail: string) => `${head}|${date}|${tail}\n`;
        const found = needed(of('2023-05-11', before, after), of('2026-11-24', otherBefore, otherAfter));
        const plain = (value: string) => value.replaceAll('2023', '2026');
        if (found !== null) expect([before, after].map(plain)).toEqual([otherBefore, otherAfter].map(plain));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a large file takes seconds', () => {
    const line = `${'x'.repeat(60)} (c) 2014-2023 1683817384512 May 11, 2023\n`;
    const large = line.repeat(20_000);
    const started = performance.now();
    expect(
      needed(
        large,
        large
          .replaceAll('2023', '2026')
          .replaceAll('May 11', 'Nov 24')
          .replaceAll('1683817384512', '1795507260001'),
      ),
    ).toEqual(['build-date']);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
