import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attestationsOf,
  provenanceOf,
  signaturesOf,
  statesAttestations,
  trustedRootFile,
} from '../support/attested-release.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { type LocalRegistry, registry, type ServedVersion } from '../support/registry.js';
import {
  type Build,
  type Listed,
  type Signing,
  type SigstoreWorld,
  sigstoreWorld,
} from '../support/sigstore-world.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://github.com/team/plain';
const filesOf = (version: string) => ({
  'package.json': `${JSON.stringify({ name: 'plain', version, main: 'index.js', license: 'MIT', repository: 'team/plain' }, null, 2)}\n`,
  'index.js': `module.exports = '${version}';\n`,
});

/** Every version is released from the commit that has it; only some are tagged. */
describe('verify a release with attestations', () => {
  let world: CliWorld;
  let repository: GitRepository;
  let local: LocalRegistry;
  let sigstore: SigstoreWorld;
  let stranger: SigstoreWorld;
  let trustedRoot: string;
  const commits = new Map<string, string>();
  const versions: ServedVersion[] = [];

  /** Releases a version, with the attestations that `sign` makes. */
  async function release(
    version: string,
    sign: (one: ServedVersion, commit: string) => Promise<Listed[]>,
    { tag = true, lost = false, changes = {} as Record<string, string> } = {},
  ): Promise<void> {
    const files = filesOf(version);
    const commit = await repository.commit(files, lost ? { branch: 'lost' } : {});
    if (lost) await repository.ref('refs/heads/lost', null);
    if (tag) await repository.tag(`v${version}`);
    commits.set(version, commit);
    const one = { version, tarball: npmTarball({ ...files, ...changes }) };
    const signatures = signaturesOf(sigstore, 'plain', one);
    versions.push({ ...one, distOverrides: { ...statesAttestations, ...signatures } });
    local.serve({ name: 'plain', versions: [...versions] });
    const attestations = await sign(one, commit);
    local.respondWith(attestationsOf('plain', version), { body: { attestations } });
  }

  const honest = (
    one: ServedVersion,
    commit: string,
    build: Build = {},
    changes: Partial<Signing> = {},
    by = sigstore,
  ) => provenanceOf(by, 'plain', one, { repository: address, commit, ...build }, changes);

  const ofRegistry = ({ version }: ServedVersion): Partial<Signing> => ({
    predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
    predicate: { name: 'plain', version, registry: 'https://registry.example' },
    certificate: null,
  });

  const verify = (version: string, ...more: string[]) =>
    world.run(['verify', `plain@${version}`, '--no-rebuild', '--trusted-root', trustedRoot, ...more]);

  beforeAll(async () => {
    [sigstore, stranger, repository, local] = await Promise.all([
      sigstoreWorld(),
      sigstoreWorld(),
      gitRepository(),
      registry({ packages: [] }),
    ]);
    local.respondWith('/-/npm/v1/keys', { body: sigstore.keys });
    world = await cliWorld(local.env);
    await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
    trustedRoot = await trustedRootFile(sigstore, world.folder);
  });

  afterAll(async () => {
    await world?.remove();
    await local?.close();
    await repository?.remove();
  });

  it('takes the commit that it names as the source, where nothing else names one', async () => {
    await release(
      '1.0.0',
      async (one, commit) => [await honest(one, commit, {}, ofRegistry(one)), await honest(one, commit)],
      { tag: false },
    );
    // Another commit with the same files and version.
    await repository.commit({ 'notes.md': 'later\n' });
    const { result, exitCode } = await verify('1.0.0', '--json');
    expect(result.source).toMatchObject({ commit: commits.get('1.0.0'), evidence: ['attestation'] });
    expect(result.provenance).toMatchObject({
      commit: commits.get('1.0.0'),
      repositoryAgrees: true,
      attestations: [
        { kind: 'publish', outcome: { status: 'verified' } },
        { kind: 'provenance', outcome: { status: 'verified' } },
      ],
      signatures: [{ outcome: { status: 'verified' } }],
      trustRoot: { from: 'file' },
      unchecked: [],
    });
    expect(result.verdict.kind).toBe('reproduced');
    expect(exitCode).toBe(0);
    expect(JSON.stringify(result)).not.toContain(world.folder);
  });

  it('says in a report what it found', async () => {
    const { stdout } = await verify('1.0.0', '--verbose');
    expect(stdout).toContain(`verified: commit ${commits.get('1.0.0')!.slice(0, 12)} of ${address}`);
    expect(stdout).toContain('built by .github/workflows/release.yml, github-hosted');
    expect(stdout).toContain('established by attestation');
    expect(stdout).toMatch(/logged .* of https:\/\/rekor\.test/);
  });

  it('is no verdict: a release with other bytes than the attested commit differs', async () => {
    await release('1.0.1', async (one, commit) => [await honest(one, commit)], {
      changes: { 'index.js': "module.exports = 'other';\n" },
    });
    const { result, exitCode } = await verify('1.0.1', '--json');
    expect(result.provenance).toMatchObject({ commit: commits.get('1.0.1') });
    expect(['differs', 'suspicious']).toContain(result.verdict.kind);
    expect(exitCode).toBe(1);
  });

  it('counts nothing that strangers signed, and says so', async () => {
    await release('1.0.2', async (one, commit) => [await honest(one, commit, {}, {}, stranger)], {
      tag: false,
    });
    const { result } = await verify('1.0.2', '--json');
    expect(result.provenance).toMatchObject({
      commit: null,
      attestations: [{ outcome: { status: 'refused', reason: 'certificate-untrusted' }, build: null }],
    });
    expect(result.source?.evidence ?? []).not.toContain('attestation');
    expect(result.findings).toContainEqual(
      expect.objectContaining({ signal: 'provenance-invalid', severity: 'medium' }),
    );
  });

  it('is suspicious when its attestation was replayed from another version', async () => {
    const other = versions.find(({ version }) => version === '1.0.0')!;
    await release('1.0.3', async () => [await honest(other, commits.get('1.0.0')!)]);
    const { result, exitCode, stdout } = await verify('1.0.3', '--json');
    expect(stdout).toContain('"subject-name"');
    expect(result.provenance?.commit).toBeNull();
    expect(result.verdict.kind).toBe('suspicious');
    expect(exitCode).toBe(1);
  });

  it('names a repository that is another than the stated one, and looks for no commit there', async () => {
    const repository = 'https://github.com/stranger/plain';
    await release('1.0.4', async (one, commit) => [await honest(one, commit, { repository })]);
    const { result } = await verify('1.0.4', '--json');
    expect(result.provenance).toMatchObject({ commit: null, repositoryAgrees: false });
    expect(result.source?.evidence).toEqual(['tag']);
    const signals = result.findings.map(({ signal }) => signal);
    expect(signals).toContain('provenance-other-repository');
  });

  it('does not use a commit that no branch or tag reaches', async () => {
    await release('1.0.5', async (one, commit) => [await honest(one, commit)], { tag: false, lost: true });
    const { result } = await verify('1.0.5', '--json');
    expect(result.provenance?.commit).toBe(commits.get('1.0.5'));
    expect(result.source?.commit).not.toBe(commits.get('1.0.5'));
    expect(result.findings.map(({ signal }) => signal)).toContain('provenance-commit-unreachable');
    expect(result.verdict.kind).not.toBe('reproduced');
  });

  it('says when the tag is elsewhere', async () => {
    const attested = await repository.commit({ 'notes.md': 'elsewhere\n' });
    await repository.commit({ 'notes.md': 'between\n' });
    await release('1.0.6', async (one) => [await honest(one, attested)]);
    const { result } = await verify('1.0.6', '--json');
    expect(result.findings).toContainEqual(
      expect.objectContaining({ signal: 'provenance-disagrees', severity: 'medium' }),
    );
    expect(result.source?.commit).toBe(commits.get('1.0.6'));
  });

  it('takes it lightly when the job that published made the tagged commit, and says that it ran on another machine', async () => {
    const attested = await repository.commit({ 'notes.md': 'before\n' });
    const environment = 'self-hosted';
    await release('1.0.7', async (one) => [await honest(one, attested, { environment })]);
    const { result } = await verify('1.0.7', '--json');
    expect(result.findings).toContainEqual(
      expect.objectContaining({ signal: 'provenance-builder-changed', severity: 'medium' }),
    );
    expect(result.findings).toContainEqual(
      expect.objectContaining({ signal: 'provenance-disagrees', severity: 'info' }),
    );
    expect(result.verdict.kind).toBe('reproduced');
  });

  it('says when the release has none, and the one before had', async () => {
    await release('1.0.8', async () => []);
    const [last] = versions.splice(-1);
    versions.push({ version: '1.0.8', tarball: last!.tarball });
    local.serve({ name: 'plain', versions });
    const { result } = await verify('1.0.8', '--json');
    expect(result.provenance?.missing).toEqual({ since: '1.0.7', previous: true });
    expect(result.findings.map(({ signal }) => signal)).toContain('provenance-missing');
    expect(result.verdict.kind).toBe('reproduced');
  });

  it("is suspicious when the registry's signature is over other bytes", async () => {
    await release('1.0.9', async (one, commit) => [await honest(one, commit)]);
    const other = signaturesOf(sigstore, 'plain', versions[0]!);
    const last = versions.at(-1)!;
    versions[versions.length - 1] = { ...last, distOverrides: { ...last.distOverrides, ...other } };
    local.serve({ name: 'plain', versions });
    const { result, exitCode } = await verify('1.0.9', '--json');
    expect(result.findings[0]).toMatchObject({ signal: 'registry-signature-invalid', severity: 'high' });
    expect(exitCode).toBe(1);
  });

  it('verifies all the same where the registry serves neither attestations nor keys', async () => {
    await release('1.1.0', async () => []);
    local.respondWith(attestationsOf('plain', '1.1.0'), { status: 404 });
    const { result, exitCode } = await verify('1.1.0', '--json', '--cache', join(world.folder, 'other'));
    expect(result.provenance).toMatchObject({ attested: true, attestations: [], commit: null });
    expect(result.verdict.kind).toBe('reproduced');
    expect(exitCode).toBe(0);
  });

  it('verifies offline what it has seen before', async () => {
    await verify('1.0.0', '--json');
    const asked = local.requests.length;
    const { result } = await verify('1.0.0', '--json', '--offline');
    expect(result.provenance?.commit).toBe(commits.get('1.0.0'));
    expect(local.requests.length).toBe(asked);
  });

  it('takes the trusted root of the configuration too, relative to its file', async () => {
    await world.configure({
      sourceMirrors: [{ from: address, to: repository.path }],
      trustedRoot: 'trusted_root.json',
    });
    const { result } = await world.run(['verify', 'plain@1.0.0', '--no-rebuild', '--json']);
    expect(result.provenance?.commit).toBe(commits.get('1.0.0'));
  });

  it.each([
    ['is not there', null],
    ['is none', '{"tlogs":[]}'],
  ])('refuses a trusted root that %s', async (_, content) => {
    const path = join(world.folder, 'broken.json');
    if (content !== null) await writeFile(path, content);
    const run = await world.run(['verify', 'plain@1.0.0', '--no-rebuild', '--trusted-root', path]);
    expect(run.stderr).toMatch(/error: .*trusted root.* \(E_TRUSTED_ROOT\)/);
    expect(run.exitCode).toBe(2);
  });
});
