import type { Attestation, AttestedBuild, Provenance } from '../../src/provenance.js';

/** A build of the release that `result` is about. */
export function attestedBuild(fields: Partial<AttestedBuild> = {}): AttestedBuild {
  return {
    repository: 'https://github.com/team/tiny',
    commit: '0123456789abcdef0123456789abcdef01234567',
    ref: 'refs/heads/main',
    workflow: '.github/workflows/release.yml',
    signer: 'https://github.com/team/tiny/.github/workflows/release.yml',
    environment: 'github-hosted',
    trigger: 'push',
    run: 'https://github.com/team/tiny/actions/runs/1/attempts/1',
    builder: 'https://github.com/actions/runner/github-hosted',
    ...fields,
  };
}

/** Verified provenance. */
export function attestation(fields: Partial<Attestation> = {}): Attestation {
  return {
    predicateType: 'https://slsa.dev/provenance/v1',
    kind: 'provenance',
    outcome: { status: 'verified' },
    signer: {
      kind: 'certificate',
      issuer: 'https://token.actions.githubusercontent.com',
      identity: 'https://github.com/team/tiny/.github/workflows/release.yml@refs/heads/main',
    },
    logEntries: [{ log: 'https://rekor.sigstore.dev', index: '123', time: '2026-01-02T03:09:00.000Z' }],
    build: attestedBuild(),
    ...fields,
  };
}

/** What was signed about a release; by default nothing. */
export function provenance(fields: Partial<Provenance> = {}): Provenance {
  return {
    attested: true,
    attestations: [],
    signatures: [],
    trustRoot: null,
    commit: null,
    repositoryAgrees: null,
    earlier: [],
    missing: null,
    unchecked: [],
    ...fields,
  };
}
