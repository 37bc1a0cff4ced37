import { describe, expect, it } from 'vitest';
import { signalNames } from '../../../src/config/signal-names.js';
import { matchesAny } from '../../../src/policy/ruling.js';
import { everySignal } from '../../../src/report/signal-index.js';
import { configuration } from '../../support/policy.js';

describe('patterns of packages', () => {
  it.each([
    ['tiny', 'tiny', '1.2.3', true],
    ['tiny', 'Tiny', '1.2.3', false],
    ['tiny', 'tiny-extra', '1.2.3', false],
    ['tiny@^1', 'tiny', '1.2.3', true],
    ['tiny@^1', 'tiny', '2.0.0', false],
    ['tiny@<2', 'tiny', '2.0.0-rc.1', false],
    ['tiny@>=2', 'tiny', '2.0.0-rc.1', true],
    ['tiny@1 || 3', 'tiny', '3.0.0', true],
    ['*', 'tiny', '1.2.3', true],
    ['*', '@team/tiny', '1.2.3', false],
    ['**', '@team/tiny', '1.2.3', true],
    ['@team/*', '@team/tiny', '1.2.3', true],
    ['@team/*', '@team-evil/tiny', '1.2.3', false],
    ['@team/*@>=2', '@team/tiny', '1.2.3', false],
    ['{@team,@crew}/*', '@crew/tiny', '1.2.3', true],
    ['!tiny', 'other', '1.2.3', false],
    ['tiny@^1', 'tiny', 'no version', false],
  ])('%s and %s@%s: %s', (pattern, name, version, matches) => {
    expect(matchesAny([pattern], { name, version })).toBe(matches);
  });

  it('let no name pass between rules because it is long', () => {
    const name = 'a'.repeat(600);
    expect(matchesAny(['**'], { name, version: '1.0.0' })).toBe(true);
    expect(matchesAny([`${'a'.repeat(400)}*`], { name, version: '1.0.0' })).toBe(false);
  });

  it.each(['tiny@latest', 'tiny@', '', ' tiny', 'a'.repeat(501)])('refuse %j', (pattern) => {
    expect(() => configuration({ policy: { rules: [{ packages: [pattern] }] } })).toThrow('packages[0]');
  });
});

describe('keys of a policy', () => {
  it.each([
    [{ polcy: {} }, 'did you mean "policy"?'],
    [{ policy: { rules: [{ packages: ['**'], verdict: ['inert'] }] } }, 'did you mean "verdicts"?'],
    [
      { policy: { rules: [{ packages: ['**'], source: { repo: 'x' } }] } },
      'known are repository, branch, builder',
    ],
    [{ waivers: [{ pth: 'x' }] }, 'unknown key "waivers[0].pth": did you mean "path"?'],
  ])('are known or told with what was meant: %j', (content, fault) => {
    expect(() => configuration(content)).toThrow(fault);
  });
});

it('knows every signal by name', () => {
  expect([...signalNames]).toEqual(everySignal.map(({ id }) => id));
});
