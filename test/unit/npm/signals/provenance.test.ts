import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../../src/judge/signal.js';
import { provenanceBuilderChanged } from '../../../../src/npm/signals/provenance-builder-changed.js';
import { provenanceCommitUnreachable } from '../../../../src/npm/signals/provenance-commit-unreachable.js';
import { provenanceDisagrees } from '../../../../src/npm/signals/provenance-disagrees.js';
import { provenanceInvalid } from '../../../../src/npm/signals/provenance-invalid.js';
import { provenanceMissing } from '../../../../src/npm/signals/provenance-missing.js';
import { provenanceOtherRepository } from '../../../../src/npm/signals/provenance-other-repository.js';
import { registrySignatureInvalid } from '../../../../src/npm/signals/registry-signature-invalid.js';
import type { AttestedBuild, Outcome, Provenance } from '../../../../src/provenance.js';
import { attestation, attestedBuild, provenance } from '../../../support/provenance.js';
import { findingsOf } from '../../../support/signal-input.js';

const said = (signal: Signal, found: Partial<Provenance> | null) =>
  findingsOf(signal, {
    release: {},
    input: { provenance: found === null ? null : provenance(found) },
  }).map(({ severity, message }) => [severity, message]);

const noted = (
  signal: Signal,
  kind: 'attested-commit-unreachable' | 'attestation-disagrees' | 'attestation-precedes',
) =>
  findingsOf(signal, { release: {}, input: { sourceNotes: [{ kind, detail: 'why' }] } }).map(
    ({ severity, message }) => [severity, message],
  );

const refused = (reason: 'signature' | 'transparency-log' | 'predicate-unknown'): Outcome => ({
  status: 'refused',
  reason,
  message: 'why',
});

const all = [
  provenanceBuilderChanged,
  provenanceCommitUnreachable,
  provenanceDisagrees,
  provenanceInvalid,
  provenanceMissing,
  provenanceOtherRepository,
  registrySignatureInvalid,
];

it.each(all)(
  '$id says nothing of a release about which nothing is signed, nor of one that is in order',
  (signal) => {
    expect(said(signal, null)).toEqual([]);
    const build = attestedBuild();
    const earlier = [{ version: '1.2.2', build }];
    expect(said(signal, { attestations: [attestation({ build })], repositoryAgrees: true, earlier })).toEqual(
      [],
    );
  },
);

it.each(all)('$id says nothing where something could not be checked', (signal) => {
  const outcome: Outcome = { status: 'unchecked', message: 'there is no trust root' };
  const attestations = [attestation({ outcome, build: null })];
  expect(said(signal, { attestations, signatures: [{ key: 'k', outcome }], unchecked: ['why'] })).toEqual([]);
});

it('provenance that is missing counts most where the release before had it', () => {
  expect(said(provenanceMissing, { missing: { since: '1.0.0', previous: true } })).toEqual([
    ['medium', 'no attestation says where it was built; 1.0.0 has one'],
  ]);
  expect(said(provenanceMissing, { missing: { since: '1.0.0', previous: false } })[0]?.[0]).toBe('low');
});

it('an attestation that is false is high, one that is of strangers medium, one of a new kind nothing to fear', () => {
  const severity = (reason: Parameters<typeof refused>[0]) =>
    said(provenanceInvalid, { attestations: [attestation({ outcome: refused(reason), build: null })] });
  expect(severity('signature')).toEqual([
    ['high', 'an attestation (provenance) does not count, signature: why'],
  ]);
  expect(severity('transparency-log')[0]?.[0]).toBe('medium');
  expect(severity('predicate-unknown')[0]?.[0]).toBe('info');
});

it('a signature of the registry that is false is high', () => {
  expect(
    said(registrySignatureInvalid, { signatures: [{ key: 'k', outcome: refused('signature') }] }),
  ).toEqual([['high', 'the signature of key k does not count, signature: why']]);
});

it('another repository is named', () => {
  const attestations = [
    attestation({ build: attestedBuild({ repository: 'https://github.com/other/tiny' }) }),
  ];
  const [[severity, message] = []] = said(provenanceOtherRepository, {
    attestations,
    repositoryAgrees: false,
  });
  expect(severity).toBe('medium');
  expect(message).toContain('https://github.com/other/tiny');
});

it('a commit that nothing reaches, and one that is not the tagged one', () => {
  expect(noted(provenanceCommitUnreachable, 'attested-commit-unreachable')).toEqual([['medium', 'why']]);
  expect(noted(provenanceDisagrees, 'attestation-disagrees')).toEqual([['medium', 'why']]);
  expect(noted(provenanceDisagrees, 'attestation-precedes')).toEqual([['info', 'why']]);
});

describe('a build that is another than before', () => {
  const changed = (now: Partial<AttestedBuild>, before: Partial<AttestedBuild> | null = {}) =>
    said(provenanceBuilderChanged, {
      attestations: [attestation({ build: attestedBuild(now) })],
      earlier: before === null ? [] : [{ version: '1.2.2', build: attestedBuild(before) }],
    }).map(([severity]) => severity);
  const own = 'https://github.com/team/tiny/.github/workflows/new.yml';

  it.each<[string, Partial<AttestedBuild>, string[]]>([
    ['a renamed workflow', { workflow: '.github/workflows/new.yml', signer: own }, ['low']],
    [
      'a reusable workflow of others',
      { signer: 'https://github.com/x/y/.github/workflows/z.yml' },
      ['medium'],
    ],
    ['another machine', { environment: 'self-hosted' }, ['medium']],
    [
      'another repository',
      { repository: 'https://github.com/x/tiny', signer: 'https://github.com/x/tiny/a.yml' },
      ['medium'],
    ],
    ['an event of strangers', { trigger: 'pull_request_target' }, ['medium']],
    ['a pull request', { ref: 'refs/pull/7/merge' }, ['medium']],
    ['an unknown builder', { builder: 'https://example.com/builder' }, ['low']],
  ])('%s', (_, now, severities) => {
    expect(changed(now)).toEqual(severities);
    // As before.
    if (!('ref' in now)) expect(changed(now, now)).toEqual([]);
  });

  it('is none without a release before', () => {
    expect(changed({ environment: 'self-hosted', workflow: 'x.yml' }, null)).toEqual([]);
  });
});
