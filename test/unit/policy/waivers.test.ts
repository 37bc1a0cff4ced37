import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.js';
import type { Result } from '../../../src/result.js';
import {
  configuration,
  digest,
  hooked,
  hookedWaivers,
  integrity,
  unexplainedResult,
} from '../../support/policy.js';
import { finding, source } from '../../support/result.js';

const now = new Date('2026-11-26T12:00:00Z');
const decided = (of: Result, waivers: object[], at = now) => decide(of, configuration({ waivers }), at);
const signed = { reason: 'looked at it', by: 'ann', expires: '2027-01-01' };
const entry = (fields: object = {}) => ({
  release: 'tiny@1.2.3',
  path: 'lib/a.js',
  sha256: digest('a'),
  canAct: true,
  ...signed,
  ...fields,
});
const differs = (version = '1.2.3', path = 'lib/a.js', sha256 = digest('a')): Result => {
  const of = unexplainedResult('differs', { [path]: { sha256 } });
  return { ...of, release: { ...of.release, version, purl: `pkg:npm/tiny@${version}` } };
};

describe('waivers', () => {
  it('let pass what they name, and are told', () => {
    expect(decided(differs(), [entry()])).toMatchObject({
      outcome: 'pass',
      waived: [{ waiver: 'waivers[0]', path: 'lib/a.js', signal: null, by: 'ann' }],
      idle: [],
    });
  });

  it.each([
    ['a purl', { release: 'pkg:npm/tiny@1.2.3' }],
    ['a range', { release: 'tiny@^1.2.0' }],
  ])('name releases by %s', (_, fields) => {
    expect(decided(differs(), [entry(fields)]).outcome).toBe('pass');
    expect(decided(differs('2.0.0'), [entry(fields)]).outcome).toBe('fail');
  });

  it('cover an entry that could act only where they say so', () => {
    const { canAct: _, ...cautious } = entry();
    expect(decided(differs(), [cautious])).toMatchObject({ outcome: 'fail', idle: [{ state: 'unused' }] });
  });

  it('are reported where they expired, and where they name nothing of a release that was looked at', () => {
    const idle = (fields: object) => decided(differs(), [entry(fields)]).idle;
    expect(idle({ expires: '2026-11-26' })).toMatchObject([{ waiver: 'waivers[0]', state: 'expired' }]);
    expect(idle({ expires: '2026-11-27' })).toEqual([]);
    expect(idle({ path: 'lib/b.js' })).toMatchObject([{ state: 'unused' }]);
    expect(idle({ release: 'other@1.2.3' })).toEqual([]);
  });

  it('do not cover a path that is there twice', () => {
    const of = differs();
    const entries = [...of.comparison!.entries, of.comparison!.entries.at(-1)!];
    expect(decided({ ...of, comparison: { ...of.comparison!, entries } }, [entry()]).outcome).toBe('fail');
  });

  it('say what is left', () => {
    const of = unexplainedResult('differs', {
      'lib/a.js': { sha256: digest('a') },
      b: { sha256: digest('b') },
    });
    expect(decided(of, [entry()]).reasons).toMatchObject([
      { passes: false, message: 'differs does not pass: not waived are 1 of 2: b' },
    ]);
  });

  it('do not cover what has evidence for other bytes', () => {
    const of = differs();
    const entries = of.comparison!.entries.map((one) =>
      one.path === 'lib/a.js' ? { ...one, evidence: { kind: 'rebuild' as const, plan: '' } } : one,
    );
    expect(decided({ ...of, comparison: { ...of.comparison!, entries } }, [entry()]).outcome).toBe('fail');
  });
});

describe('a suspicious release', () => {
  it('passes where every entry and every high finding is waived', () => {
    expect(decided(hooked(), hookedWaivers())).toMatchObject({ outcome: 'pass', exitCode: 0 });
  });

  it.each([0, 1, 2])('fails without waiver %i', (left) => {
    const waivers = hookedWaivers().filter((_, at) => at !== left);
    expect(decided(hooked(), waivers)).toMatchObject({ outcome: 'fail', exitCode: 1 });
  });

  it('is not waived by nothing where nothing can be named', () => {
    const of = unexplainedResult('suspicious', {});
    expect(decided(of, []).exitCode).toBe(1);
    expect(decided(unexplainedResult('differs', {}), []).exitCode).toBe(1);
  });

  it('is undecided when its findings are waived and nothing was compared', () => {
    const finding_ = finding({ signal: 'manifest-confusion', path: null, fingerprint: digest('c') });
    const waiver = {
      release: 'tiny@1.2.3',
      signal: 'manifest-confusion',
      fingerprint: digest('c'),
      integrity,
      ...signed,
    };
    const of = unexplainedResult('suspicious', {}, [finding_]);
    expect(decided(of, [waiver]).exitCode).toBe(0);
    expect(decided({ ...of, comparison: null, source: null }, [waiver]).exitCode).toBe(3);
    expect(decided({ ...of, source: source({ reachable: false }) }, [waiver]).exitCode).toBe(3);
  });

  it('needs a medium finding waived too that decided it', () => {
    const trick = finding({
      signal: 'archive-trick',
      severity: 'medium',
      path: null,
      fingerprint: digest('e'),
    });
    const of = { ...hooked(), findings: [...hooked().findings, trick] };
    expect(decided(of, hookedWaivers()).exitCode).toBe(1);
    const waiver = {
      release: 'tiny@1.2.3',
      signal: 'archive-trick',
      fingerprint: digest('e'),
      integrity,
      ...signed,
    };
    expect(decided(of, [...hookedWaivers(), waiver]).exitCode).toBe(0);
    const other = { ...waiver, integrity: `sha512-${Buffer.alloc(64, 8).toString('base64')}` };
    expect(decided(of, [...hookedWaivers(), other]).exitCode).toBe(1);
  });
});

describe('what is not exact', () => {
  const { sha256: _, ...noDigest } = entry();
  const { path: __, ...noPath } = entry();
  const of = {
    release: 'tiny@1.2.3',
    signal: 'publisher-changed',
    fingerprint: digest('f'),
    integrity,
    ...signed,
  };
  const { fingerprint: ___, ...noFingerprint } = of;
  const { integrity: ____, ...unbound } = of;
  it.each([
    ['an entry without a digest', noDigest, 'waivers[0].sha256'],
    ['a digest without a path', noPath, 'waivers[0].path'],
    ['a digest in capitals', entry({ sha256: digest('A') }), 'waivers[0].sha256'],
    ['a name without a version', entry({ release: 'tiny' }), 'waivers[0].release'],
    ['a version that no release has', entry({ release: 'tiny@v1.2.3' }), 'waivers[0].release'],
    ['a pattern', entry({ release: 'ti*@1.2.3' }), 'waivers[0].release'],
    ['a tag', entry({ release: 'tiny@latest' }), 'waivers[0].release'],
    ['a purl without a version', entry({ release: 'pkg:npm/tiny' }), 'waivers[0].release'],
    ['a purl with a range', entry({ release: 'pkg:npm/tiny@^1' }), 'waivers[0].release'],
    ['no reason', entry({ reason: '' }), 'waivers[0].reason'],
    ['nobody', entry({ by: '' }), 'waivers[0].by'],
    ['no end', entry({ expires: 'never' }), 'waivers[0].expires'],
    ['a finding without its fingerprint', noFingerprint, 'waivers[0].fingerprint'],
    ['a finding bound to nothing', unbound, 'waivers[0].sha256'],
    ['a finding of a range without content', { ...of, release: 'tiny@^1' }, 'waivers[0].sha256'],
    ['an unknown key', entry({ reasn: 'x' }), 'did you mean "reason"?'],
  ])('is refused: %s', (_____, waiver, fault) => {
    expect(() => configuration({ waivers: [waiver] })).toThrow(fault);
  });
});

const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const path = fc.stringMatching(/^[a-z.]{1,6}(?:\/[a-zA-Z_.]{1,8}){0,2}$/);
const version = fc
  .tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.constantFrom('', '', '-rc.1'))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);
const range = fc.oneof(
  version,
  version.map((v) => `^${v}`),
  version.map((v) => `<${v}`),
  fc.constant('1.x || 3.x'),
);
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });

describe('a waiver never matches more than it names', () => {
  it('only this digest, path, version and time', () => {
    fc.assert(
      fc.property(
        fc.record({ sha256: hex, path, range, expires: day }),
        fc.record({ sha256: fc.option(hex), path: fc.option(path), version, at: day }),
        (waived, seen) => {
          const expires = waived.expires.toISOString().slice(0, 10);
          const actual = { sha256: seen.sha256 ?? waived.sha256, path: seen.path ?? waived.path };
          const waiver = entry({
            release: `tiny@${waived.range}`,
            path: waived.path,
            sha256: waived.sha256,
            expires,
          });
          const { outcome, waived: covered } = decided(
            differs(seen.version, actual.path, actual.sha256),
            [waiver],
            seen.at,
          );
          const names =
            actual.sha256 === waived.sha256 &&
            actual.path === waived.path &&
            (waived.range === seen.version || semver.satisfies(seen.version, waived.range)) &&
            seen.at.getTime() < Date.parse(expires);
          expect(outcome).toBe(names ? 'pass' : 'fail');
          expect(covered).toHaveLength(names ? 1 : 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('only this fingerprint, signal and content of a finding', () => {
    const word = fc.constantFrom('install-hook-added', 'dependency-added');
    fc.assert(
      fc.property(
        fc.record({ signal: word, fingerprint: hex, path, sha256: hex }),
        fc.record({
          signal: word,
          fingerprint: fc.option(hex),
          path: fc.option(path),
          sha256: fc.option(hex),
        }),
        (waived, seen) => {
          const actual = {
            signal: seen.signal,
            fingerprint: seen.fingerprint ?? waived.fingerprint,
            path: seen.path ?? waived.path,
            sha256: seen.sha256 ?? waived.sha256,
          };
          const { signal, fingerprint, sha256, path: at } = actual;
          const of = unexplainedResult('suspicious', { [at]: { sha256 } }, [
            finding({ signal, fingerprint, path: at }),
          ]);
          const { outcome } = decided(of, [
            entry({ path: at, sha256 }),
            { release: 'tiny@1.2.3', ...waived, ...signed },
          ]);
          const names = Object.keys(waived).every(
            (key) => waived[key as keyof typeof waived] === actual[key as keyof typeof actual],
          );
          expect(outcome).toBe(names ? 'pass' : 'fail');
        },
      ),
      { numRuns: 300 },
    );
  });
});
