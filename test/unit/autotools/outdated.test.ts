import { describe, expect, it } from 'vitest';
import { dayOf, isOutdated } from '../../../src/autotools/outdated/stamp.js';

const day = (text: string) => dayOf(Buffer.from(text));

describe('the day of a helper script', () => {
  it.each([
    ['#!/bin/sh\nscriptversion=2020-11-14.01; # UTC\n', '2020-11-14'],
    ["#!/bin/sh\ntimestamp='2022-01-09'\n", '2022-01-09'],
    ['% texinfo\n\\def\\texinfoversion{2023-03-27.21}\n', '2023-03-27'],
  ])('%j', (text, expected) => {
    expect(day(text)).toBe(expected);
  });

  it.each([
    '#!/bin/sh\n# scriptversion=2020-11-14.01\n',
    'x=1; scriptversion=2020-11-14.01\n',
    'scriptversion=2020-13-45.01\n',
    'timestamp=2022-01-09\n',
    '',
  ])('none: %j', (text) => {
    expect(day(text)).toBeNull();
  });
});

describe('an outdated script', () => {
  it.each([
    ['2009-04-28', '2020-11-14', true],
    [null, '2020-11-14', true],
    ['2018-11-14', '2020-11-14', true],
    ['2018-11-15', '2020-11-14', false],
    ['2020-11-14', '2020-11-14', false],
    ['2024-01-01', '2020-11-14', false],
    ['2009-04-28', null, false],
    [null, null, false],
  ])('%j where the tools bring %j: %j', (own, brought, expected) => {
    expect(isOutdated(own, brought)).toBe(expected);
  });
});
