import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../src/attest/check/schema.js';
import type { InconclusiveCause } from '../../../src/judge/schema.js';
import { beforePublication } from '../../../src/policy/before-publication.js';
import { decide } from '../../../src/policy/decide.js';
import type { AttestedBuild, Provenance } from '../../../src/provenance.js';
import type { Result } from '../../../src/result.js';
import {
  configuration,
  digest,
  hooked,
  hookedWaivers,
  integrity,
  unexplainedResult,
} from '../../support/policy.js';
import { finding, result, source } from '../../support/result.js';

const now = new Date('2026-11-26T12:00:00Z');
const decided = (of: Result, content: object = {}, attestations: CheckResult | null = null) =>
  decide(of, configuration(content), now, attestations);
const rules = (...all: object[]) => ({
  policy: { rules: all.map((rule) => ({ packages: ['**'], ...rule })) },
});
const failing = (of: Result, content: object = {}) =>
  decided(of, content)
    .reasons.filter(({ passes }) => !passes)
    .map(({ rule }) => rule);

const inert = () => unexplainedResult('inert', { '.DS_Store': { sha256: digest('e'), canAct: false } });
const differs = () => unexplainedResult('differs', { 'lib/a.js': { sha256: digest('a') } });
const inconclusive = (environment: boolean): Result => {
  const cause: InconclusiveCause = {
    stage: 'rebuild',
    reason: 'build-failed',
    message: 'the build failed',
    hint: '',
    give: [],
    failed: null,
    environment,
  };
  return result({ verdict: { ...result().verdict, kind: 'inconclusive', level: null, cause } });
};

describe('without a policy', () => {
  it.each([
    ['reproduced', result(), 0],
    ['inert', inert(), 0],
    ['differs', differs(), 1],
    ['suspicious', hooked(), 1],
    ['inconclusive', inconclusive(false), 3],
    ['inconclusive for this machine', inconclusive(true), 4],
  ])('%s', (_, of, exitCode) => {
    const { outcome, ...rest } = decided(of);
    expect(rest.exitCode).toBe(exitCode);
    expect(outcome).toBe(exitCode === 0 ? 'pass' : 'fail');
    expect(rest.reasons.length).toBeGreaterThan(0);
  });

  it('lets inert fail', () => {
    expect(decided(inert(), { policy: { inert: 'fail' } })).toMatchObject({
      exitCode: 1,
      reasons: [{ passes: false, rule: 'policy.inert', message: 'inert does not pass' }],
    });
  });

  it('leaves the result as it is', () => {
    const of = hooked();
    const before = structuredClone(of);
    decided(of, { waivers: hookedWaivers() });
    expect(of).toEqual(before);
  });
});

describe('rules', () => {
  it.each([
    [inert(), ['reproduced'], 1],
    [differs(), ['reproduced', 'differs'], 0],
    [inconclusive(false), ['inconclusive'], 0],
    [inconclusive(true), ['inconclusive'], 4],
    [hooked(), ['reproduced', 'inert', 'differs', 'inconclusive'], 1],
  ])('say which verdicts pass (%#)', (of, verdicts, exitCode) => {
    expect(decided(of, rules({ verdicts })).exitCode).toBe(exitCode);
  });

  it('cannot let suspicious pass', () => {
    expect(() => configuration(rules({ verdicts: ['suspicious'] }))).toThrow('policy.rules[0].verdicts[0]');
  });

  it('let no suspicious release pass, whatever they say', () => {
    const packages = fc.array(fc.constantFrom('**', 'tiny', '*@^1', 'other'), { minLength: 1 });
    const rule = fc.record(
      {
        packages,
        verdicts: fc.subarray(['reproduced', 'inert', 'differs', 'inconclusive'], { minLength: 1 }),
        level: fc.constantFrom('bit-identical', 'equivalent'),
        provenance: fc.constant('optional'),
        minimumAgeDays: fc.constant(0),
        exemptBefore: fc.constantFrom('2020-01-01', '2030-01-01'),
        findings: fc.constantFrom('high', 'info'),
        baseline: fc.constantFrom('none', 'same-major', 'any'),
      },
      { requiredKeys: ['packages'] },
    );
    const signal = fc.record({
      signal: fc.constantFrom('install-hook-added', 'publisher-changed'),
      severity: fc.constantFrom('off', 'info', 'low', 'medium', 'high'),
      packages,
      reason: fc.constant('x'),
    });
    const known = {
      ...hooked(),
      baseline: { purl: '', version: '1.0.0', integrity: '', commit: '', findings: 1 },
      findings: hooked().findings.map((one) => ({ ...one, new: false })),
    };
    fc.assert(
      fc.property(
        fc.array(rule),
        fc.array(signal),
        fc.constantFrom('pass', 'fail'),
        (all, signals, inert) => {
          expect(decided(known, { policy: { inert, rules: all, signals } }).exitCode).toBe(1);
        },
      ),
    );
  });

  it('count key by key, the first that matches and has it', () => {
    const content = {
      policy: {
        rules: [
          { packages: ['other'], level: 'equivalent' },
          { packages: ['tiny@^1'], verdicts: ['reproduced'] },
          { packages: ['ti*'], level: 'bit-identical', verdicts: ['inert'] },
          { packages: ['**'], level: 'equivalent' },
        ],
      },
    };
    expect(failing(result(), content)).toEqual(['policy.rules[2].level']);
    expect(failing(inert(), content)).toEqual(['policy.rules[1].verdicts']);
  });

  it('ask for a level', () => {
    expect(failing(result(), rules({ level: 'equivalent' }))).toEqual([]);
    expect(failing(result(), rules({ level: 'content-identical' }))).toEqual([]);
    expect(failing(result(), rules({ level: 'tar-identical' }))).toEqual(['policy.rules[0].level']);
  });

  it('hold releases from a day on to level and provenance', () => {
    const asked = { level: 'bit-identical', provenance: 'required' };
    expect(failing(result(), rules({ ...asked, exemptBefore: '2026-01-03' }))).toEqual([]);
    expect(failing(result(), rules({ ...asked, exemptBefore: '2026-01-02' }))).toHaveLength(2);
    const undated = { ...result(), release: { ...result().release, publishedAt: null } };
    expect(failing(undated, rules({ ...asked, exemptBefore: '2026-01-03' }))).toHaveLength(2);
  });

  it('take no time of the registry for that of a file with other bytes', () => {
    const file = (publishedIntegrity: string | null, findings: Result['findings'] = []) => {
      const of = { ...result(), findings };
      const release = { ...of.release, origin: 'file' as const, publishedIntegrity };
      const content = rules({ level: 'bit-identical', exemptBefore: '2026-01-03', minimumAgeDays: 7 });
      return failing({ ...of, release }, content);
    };
    expect(file('sha512-y')).toEqual([]);
    expect(file(null)).toHaveLength(2);
    expect(file('sha512-x', [finding({ signal: 'other-bytes-published', severity: 'low' })])).toHaveLength(2);
  });

  it('ask for an age', () => {
    const published = (publishedAt: string | null) =>
      decided({ ...result(), release: { ...result().release, publishedAt } }, rules({ minimumAgeDays: 7 }))
        .exitCode;
    expect(published('2026-11-19T12:00:00Z')).toBe(0);
    expect(published('2026-11-19T12:00:01Z')).toBe(1);
    expect(published('2027-11-19T12:00:01Z')).toBe(1);
    expect(published(null)).toBe(3);
    expect(published('no time')).toBe(3);
  });
});

const build: AttestedBuild = {
  repository: 'https://git.example/team/tiny',
  commit: source().commit,
  ref: 'refs/heads/main',
  workflow: '.github/workflows/release.yml',
  signer: 'https://git.example/team/tiny/.github/workflows/release.yml',
  environment: null,
  trigger: null,
  run: null,
  builder: null,
};
const provenance = (fields: Partial<Provenance> = {}, of: Partial<AttestedBuild> = {}): Provenance => ({
  attested: true,
  attestations: [
    {
      predicateType: null,
      kind: 'provenance',
      outcome: { status: 'verified' },
      signer: null,
      logEntries: [],
      build: { ...build, ...of },
    },
  ],
  signatures: [],
  trustRoot: null,
  commit: build.commit,
  repositoryAgrees: true,
  earlier: [],
  missing: null,
  unchecked: [],
  ...fields,
});

describe('source and provenance', () => {
  const required = rules({ provenance: 'required' });
  const repository = (wanted: string) => rules({ source: { repository: wanted } });

  it('is the repository that is expected', () => {
    expect(failing(result(), repository('https://git.example/team/tiny.git'))).toEqual([]);
    expect(failing(result(), repository('https://git.example/else/tiny'))).toEqual([
      'policy.rules[0].source.repository',
    ]);
    expect(decided({ ...result(), source: null }, repository('https://git.example/team/tiny')).exitCode).toBe(
      3,
    );
    expect(failing(result(), { expectedSource: { tiny: 'https://git.example/else/tiny' } })).toEqual([
      'expectedSource',
    ]);
  });

  it.each([
    ['none', null, 1],
    ['verified', provenance(), 0],
    ['of another commit', provenance({ commit: 'f'.repeat(40) }), 1],
    ['of another repository', provenance({ repositoryAgrees: false, commit: null }), 1],
    [
      'refused',
      provenance({
        attestations: [
          {
            ...provenance().attestations[0]!,
            outcome: { status: 'refused', reason: 'signature', message: '' },
          },
        ],
      }),
      1,
    ],
    [
      'not checked',
      provenance({
        attestations: [{ ...provenance().attestations[0]!, outcome: { status: 'unchecked', message: '' } }],
      }),
      3,
    ],
  ])('provenance that is %s', (_, of, exitCode) => {
    expect(decided({ ...result(), provenance: of }, required).exitCode).toBe(exitCode);
  });

  it.each([
    [{ branch: 'main' }, {}, 0],
    [{ branch: 'release/*' }, { ref: 'refs/heads/release/1' }, 0],
    [{ branch: 'refs/tags/v*' }, { ref: 'refs/tags/v1.2.3' }, 0],
    [{ branch: 'main' }, { ref: 'refs/tags/main' }, 1],
    [{ branch: 'main' }, { ref: null }, 1],
    [{ builder: 'https://git.example/team/*/.github/workflows/release.yml' }, {}, 0],
    [
      { builder: 'https://git.example/team/*/.github/workflows/release.yml' },
      { signer: 'https://evil.invalid/x' },
      1,
    ],
  ])('branch and builder of verified provenance (%#)', (wanted, of, exitCode) => {
    const asked = rules({ source: wanted });
    expect(decided({ ...result(), provenance: provenance({}, of) }, asked).exitCode).toBe(exitCode);
    expect(decided(result(), asked).exitCode).toBe(1);
  });
});

describe('a quorum', () => {
  const check = (fields: Partial<CheckResult> = {}): CheckResult => ({
    schemaVersion: '1.0',
    reprove: '0.1.0',
    release: { purl: result().release.purl, integrity: result().release.integrity },
    outcome: 'passed',
    verdict: 'reproduced',
    source: null,
    quorum: { needed: 2, reached: 2, of: 3 },
    summary: '2 of 3 verifiers agree',
    agreeing: [],
    dissenting: [],
    refused: [],
    ...fields,
  });
  it.each([
    ['is reached', check(), 2, 0],
    ['is not', check(), 3, 3],
    ['is not asked for', null, 0, 0],
    ['was not looked at', null, 1, 3],
    ['is contradicted', check({ outcome: 'failed' }), 1, 1],
    ['is of too few by the policy of trust', check({ outcome: 'insufficient' }), 1, 3],
    ['is about other bytes', check({ release: { purl: result().release.purl, integrity } }), 1, 3],
  ])('that %s', (_, attestations, quorum, exitCode) => {
    const { policy } = rules({ quorum });
    const content = { policy: { ...policy, attestations: 'attestations', trust: 'trust.json' } };
    expect(decided(result(), content, attestations).exitCode).toBe(exitCode);
  });
});

it('needs attestations and a trust policy for a quorum', () => {
  expect(() => configuration(rules({ quorum: 1 }))).toThrow('"policy.attestations": expected');
});

it('what is about to be published is held to the rest', () => {
  const config = configuration(
    rules({
      minimumAgeDays: 7,
      provenance: 'required',
      level: 'bit-identical',
      source: { repository: 'https://git.example/else/tiny', branch: 'main' },
    }),
  );
  const fresh = { ...result(), release: { ...result().release, publishedAt: null } };
  const places = (of: typeof config) =>
    decide(fresh, of, now).reasons.flatMap(({ passes, rule }) => (passes ? [] : [rule]));
  expect(places(config)).toHaveLength(5);
  expect(places(beforePublication(config))).toEqual([
    'policy.rules[0].level',
    'policy.rules[0].source.repository',
  ]);
});

describe('signals', () => {
  const of = (severity: 'low' | 'medium' | 'high', isNew: boolean | null = null) =>
    result({ findings: [finding({ signal: 'publisher-changed', severity, path: null, new: isNew })] });
  const signals = (severity: string, more: object = {}) => ({
    policy: { signals: [{ signal: 'publisher-changed', severity, reason: 'we say so', ...more }] },
  });

  it('fail where they are raised to high', () => {
    expect(failing(of('medium'))).toEqual([]);
    expect(failing(of('medium'), signals('high'))).toEqual(['policy.signals[0]']);
    expect(failing(of('medium'), signals('high', { packages: ['other'] }))).toEqual([]);
  });

  it('fail from a severity on', () => {
    const policy = { rules: [{ packages: ['**'], findings: 'medium' }] };
    expect(failing(of('medium'), { policy })).toEqual(['policy.rules[0].findings']);
    expect(failing(of('low'), { policy })).toEqual([]);
    expect(decided(of('medium'), { policy: { ...policy, ...signals('off').policy } })).toMatchObject({
      exitCode: 0,
      reasons: [
        { passes: true },
        { rule: 'policy.signals[0]', message: 'publisher-changed is off: we say so' },
      ],
    });
  });

  it('stay high where they are', () => {
    const suspicious = { ...of('high'), verdict: hooked().verdict };
    expect(decided(suspicious, signals('off')).exitCode).toBe(1);
  });

  it('need a reason, and exist', () => {
    expect(() => configuration(signals('off', { reason: ' ' }))).toThrow('policy.signals[0].reason');
    expect(() =>
      configuration({ policy: { signals: [{ signal: 'publisher-chnged', severity: 'off', reason: 'x' }] } }),
    ).toThrow('did you mean "publisher-changed"?');
  });

  const baseline = (version: string) => ({
    baseline: { purl: '', version, integrity: '', commit: '', findings: 1 },
  });
  it.each([
    ['same-major', '1.0.0', false, 0],
    ['same-major', '0.9.0', false, 1],
    ['any', '0.9.0', false, 0],
    ['any', '1.0.0', true, 1],
    ['any', '1.0.0', null, 1],
    ['none', '1.0.0', false, 1],
  ] as const)('are excused by a baseline: %s, %s, new %s', (allowed, version, isNew, exitCode) => {
    const content = rules({ baseline: allowed, findings: 'medium', verdicts: ['reproduced'] });
    expect(decided({ ...of('medium', isNew), ...baseline(version) }, content).exitCode).toBe(exitCode);
    const leftover = unexplainedResult('inert', { a: { sha256: digest('a'), canAct: false, new: isNew } });
    expect(decided({ ...leftover, ...baseline(version) }, content).exitCode).toBe(exitCode);
  });

  it('are not excused where the policy made them high', () => {
    const content = { policy: { ...rules({ baseline: 'any' }).policy, ...signals('high').policy } };
    expect(decided({ ...of('medium', false), ...baseline('1.0.0') }, content).exitCode).toBe(1);
  });
});
