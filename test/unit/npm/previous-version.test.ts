import { describe, expect, it } from 'vitest';
import { readPackument } from '../../../src/npm/packument.js';
import { previousVersion } from '../../../src/npm/previous-version.js';

/** The version before `version` of a package with these versions, by time of publication. */
const previousOf = (version: string, times: Record<string, string | null>, deprecated: string[] = []) => {
  const versions = Object.fromEntries(
    Object.keys(times).map((key) => [key, deprecated.includes(key) ? { deprecated: 'old' } : {}]),
  );
  return previousVersion(
    readPackument(JSON.stringify({ name: 'tiny', versions, time: times }), 'tiny'),
    version,
  );
};
const unknown = (...versions: string[]) => Object.fromEntries(versions.map((version) => [version, null]));

describe('previousVersion', () => {
  it.each([
    ['1.10.0', ['1.2.0', '1.9.0', '1.10.0', '2.0.0'], '1.9.0'],
    ['1.0.0', ['1.0.0', '1.0.1'], null],
    ['1.0.0', ['1.0.0'], null],
    ['1.0.1', ['1.0.0', 'not a version', 'v1.0.0', '1.0'], '1.0.0'],
    ['not a version', ['1.0.0'], null],
    // It need not be known itself: a tarball may be verified before it is published.
    ['1.0.1', ['0.9.0', '1.0.0'], '1.0.0'],
  ])('of %s among %j is %s', (version, versions, expected) => {
    expect(previousOf(version, unknown(...versions))).toBe(expected);
  });

  it.each([
    ['2.0.0', ['1.9.0', '2.0.0-rc.1', '2.0.0'], '1.9.0'],
    ['2.0.0', ['2.0.0-rc.1', '2.0.0'], null],
    ['2.0.0-rc.2', ['1.9.0', '2.0.0-rc.1', '2.0.0-rc.2'], '2.0.0-rc.1'],
    ['2.0.0-rc.10', ['2.0.0-rc.9', '2.0.0-rc.10'], '2.0.0-rc.9'],
    ['2.0.0-rc.1', ['1.9.0', '1.9.1-rc.1', '2.0.0-rc.1'], '1.9.0'],
  ])('of %s among %j, prereleases minded, is %s', (version, versions, expected) => {
    expect(previousOf(version, unknown(...versions))).toBe(expected);
  });

  it('may be deprecated', () => {
    expect(previousOf('1.0.1', unknown('1.0.0', '1.0.1'), ['1.0.0'])).toBe('1.0.0');
  });

  it('is no backport that was published later', () => {
    const times = { '1.8.0': '2024-01-01', '2.0.0': '2024-02-01', '1.9.0': '2024-03-01' };
    expect(previousOf('2.0.0', times)).toBe('1.8.0');
  });

  it('goes by versions alone where times are those of a copy', () => {
    const times = { '1.0.0': '2025-01-03', '1.1.0': '2025-01-02', '1.2.0': '2025-01-01' };
    expect(previousOf('1.2.0', times)).toBe('1.1.0');
  });
});
