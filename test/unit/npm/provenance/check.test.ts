import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { configSchema } from '../../../../src/config/schema.js';
import {
  attestationsOf,
  provenanceOf,
  signaturesOf,
  statesAttestations,
  trustedRootFile,
} from '../../../support/attested-release.js';
import { temporaryFolder } from '../../../support/folder.js';
import { expectDocumented } from '../../../support/forged-evidence.js';
import type { Answer, ServedVersion } from '../../../support/registry.js';
import { resolveWorld, version } from '../../../support/resolve-world.js';
import { type Listed, type SigstoreWorld, sigstoreWorld } from '../../../support/sigstore-world.js';

const repository = 'github:owner/thing';
const plain = version('thing', '1.0.0', { repository });
const keysPath = '/-/npm/v1/keys';

let sigstore: SigstoreWorld;
let trustedRoot: string;
beforeAll(async () => {
  sigstore = await sigstoreWorld();
});

const served = (dist: object, one = plain): ServedVersion => ({ ...one, distOverrides: dist });

/** A registry with these versions that serves the world's keys, and answers as given. */
async function world(versions: ServedVersion[], answers: Record<string, Answer> = {}) {
  const found = await resolveWorld([{ name: 'thing', versions }]);
  trustedRoot = await trustedRootFile(sigstore, await temporaryFolder());
  for (const [path, answer] of Object.entries({ [keysPath]: { body: sigstore.keys }, ...answers }))
    found.local.respondWith(path, answer);
  const config = configSchema.parse({ trustedRoot });
  return {
    check: (spec = 'thing@1.0.0') => found.provenance(spec, { config }),
    /** What was asked besides packument and tarball. */
    asked: () => found.local.requests.map(({ path }) => path).filter((path) => path.startsWith('/-/')),
  };
}

const attested = (list: Listed[]): Record<string, Answer> => ({
  [attestationsOf('thing', '1.0.0')]: { body: { attestations: list } },
});

describe('a release about which nothing is signed', () => {
  it('has none, and nobody is asked', async () => {
    const { check, asked } = await world([plain]);
    expect(await check()).toBeNull();
    expect(asked()).toEqual([]);
  });

  it('has none, where an earlier one had: that is told, and nobody is asked', async () => {
    const before = { ...served(statesAttestations), publishedAt: '2024-01-01T00:00:00.000Z' };
    const now = { ...version('thing', '1.0.1'), publishedAt: '2024-02-01T00:00:00.000Z' };
    const { check, asked } = await world([before, now]);
    expect(await check('thing@1.0.1')).toMatchObject({ missing: { since: '1.0.0', previous: true } });
    expect(asked()).toEqual([]);
  });

  it('has none where what is stated is no such thing', async () => {
    const { check } = await world([served({ attestations: 'yes', signatures: 'many' })]);
    expect(await check()).toBeNull();
  });
});

describe('what is stated and can not be had', () => {
  const failures: [string, Answer, RegExp][] = [
    ['is not served', { status: 404 }, /does not serve the attestations of thing@1\.0\.0/],
    ['is refused', { status: 403 }, /refuses/],
    ['fails', { status: 500 }, /failed to answer/],
    ['breaks off', { body: { attestations: [] }, half: true }, /can't be reached/],
    ['is no JSON', { body: '<html>' }, /no JSON object/],
    [
      'is nested too deep',
      { body: `{"attestations":${'['.repeat(5_000)}${']'.repeat(5_000)}}` },
      /no JSON object/,
    ],
    ['is too large', { body: JSON.stringify({ attestations: 'x'.repeat(5_000_000) }) }, /larger than/],
    ['is no list', { body: { attestations: {} } }, /no list/],
    ['is empty', { body: { attestations: [] } }, /lists none/],
  ];
  it.each(failures)('%s: it is told, asked for once, and no failure', async (_, answer, words) => {
    const { check, asked } = await world([served(statesAttestations)], {
      [attestationsOf('thing', '1.0.0')]: answer,
    });
    const found = await check();
    expect(found).toMatchObject({ attested: true, attestations: [], commit: null });
    expect(found?.unchecked.join('\n')).toMatch(words);
    expect(asked().sort()).toEqual([attestationsOf('thing', '1.0.0'), keysPath]);
  });

  it('are keys: signatures are not checked', async () => {
    const { check, asked } = await world([served(signaturesOf(sigstore, 'thing', plain))], {
      [keysPath]: { status: 404 },
    });
    const found = await check();
    expect(found?.signatures).toMatchObject([{ outcome: { status: 'unchecked' } }]);
    expect(found?.unchecked).toEqual(['the registry does not serve its keys']);
    expect(asked()).toEqual([keysPath]);
  });

  it('is the trust root: attestations are neither valid nor invalid', async () => {
    const resolving = await resolveWorld([{ name: 'thing', versions: [served(statesAttestations)] }]);
    const [path] = Object.keys(attested([]));
    const list = [await provenanceOf(sigstore, 'thing', plain)];
    resolving.local.respondWith(path!, { body: { attestations: list } });
    // Nothing listens there, so that no network is used.
    for (const name of ['HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, 'http://127.0.0.1:9');
    const found = await resolving.provenance('thing@1.0.0');
    expect(found?.attestations).toMatchObject([{ outcome: { status: 'unchecked' }, build: null }]);
    expect(found).toMatchObject({ trustRoot: null, commit: null, repositoryAgrees: null });
    expect(found?.unchecked.join()).toContain('the trust root could not be had from');
    expect(JSON.stringify(found)).not.toContain(resolving.cache);
  });
});

describe('what is signed and had', () => {
  it('gives the commit, where the repository is the one that the release states', async () => {
    const { check, asked } = await world(
      [served(statesAttestations)],
      attested([await provenanceOf(sigstore, 'thing', plain)]),
    );
    expect(await check()).toMatchObject({
      attested: true,
      commit: 'a'.repeat(40),
      repositoryAgrees: true,
      trustRoot: { from: 'file', name: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      missing: null,
      unchecked: [],
    });
    expect(asked()).toHaveLength(2);
  });

  it('gives no commit of another repository', async () => {
    const other = { repository: 'https://github.com/stranger/thing' };
    const { check } = await world(
      [served(statesAttestations)],
      attested([await provenanceOf(sigstore, 'thing', plain, other)]),
    );
    expect(await check()).toMatchObject({ commit: null, repositoryAgrees: false });
  });

  it('gives no commit where two are named', async () => {
    const list = await Promise.all(
      ['a', 'b'].map((digit) => provenanceOf(sigstore, 'thing', plain, { commit: digit.repeat(40) })),
    );
    const { check } = await world([served(statesAttestations)], attested(list));
    expect(await check()).toMatchObject({ commit: null, repositoryAgrees: true });
  });

  it('is not helped by a forged one beside it', async () => {
    const forger = await sigstoreWorld();
    const list = [
      await provenanceOf(sigstore, 'thing', plain),
      await provenanceOf(forger, 'thing', plain, { commit: 'b'.repeat(40) }),
    ];
    const { check } = await world([served(statesAttestations)], attested(list));
    const found = await check();
    expect(found?.commit).toBe('a'.repeat(40));
    expect(found?.attestations.map(({ outcome }) => outcome.status)).toEqual(['verified', 'refused']);
  });

  it('is asked of the configured registry, whatever address is stated', async () => {
    const scoped = version('@team/thing', '1.0.0', { repository });
    const resolving = await resolveWorld([
      { name: '@team/thing', versions: [served(statesAttestations, scoped)] },
    ]);
    await resolving.provenance('@team/thing@1.0.0');
    const asked = resolving.local.requests.map(({ path }) => path);
    expect(asked).toContain('/-/npm/v1/attestations/@team/thing@1.0.0');
  });

  it('is held against the attestations of at most two releases before, which must hold too', async () => {
    const at = (day: number) => `2024-01-0${day}T00:00:00.000Z`;
    const before = ['0.1.0', '0.2.0', '0.3.0', '0.4.0'].map((number, day) => ({
      ...served(statesAttestations, version('thing', number)),
      publishedAt: at(day + 1),
    }));
    const now = { ...served(statesAttestations), publishedAt: at(9) };
    const list = (one: ServedVersion, build = {}) =>
      provenanceOf(sigstore, 'thing', one, build).then((each) => ({ body: { attestations: [each] } }));
    const { check, asked } = await world([...before, now], {
      [attestationsOf('thing', '1.0.0')]: await list(plain),
      [attestationsOf('thing', '0.4.0')]: await list(before[3]!, { workflow: 'old.yml' }),
      // Replayed.
      [attestationsOf('thing', '0.3.0')]: await list(before[3]!),
    });
    const found = await check();
    expect(found?.earlier).toMatchObject([
      { version: '0.4.0', build: { workflow: 'old.yml' } },
      { version: '0.3.0', build: null },
    ]);
    expect(asked()).toHaveLength(4);
  });
});

describe('a signature of the registry', () => {
  const outcome = async (dist: object, keys: object = sigstore.keys) => {
    const { check } = await world([served(dist)], { [keysPath]: { body: keys } });
    return (await check())?.signatures[0]?.outcome;
  };
  const good = () => signaturesOf(sigstore, 'thing', plain);
  const changedKeys = (change: object) => ({
    keys: sigstore.keys.keys.map((key) => ({ ...key, ...change })),
  });

  it('holds over name, version and integrity', async () => {
    expect(await outcome(good())).toEqual({ status: 'verified' });
  });

  it('holds with a key that expired after publication', async () => {
    expect(await outcome(good(), changedKeys({ expires: '2025-01-01T00:00:00.000Z' }))).toEqual({
      status: 'verified',
    });
  });

  const refusals: [string, string, () => object, (() => object)?][] = [
    [
      'over other bytes',
      'signature',
      () => signaturesOf(sigstore, 'thing', version('thing', '1.0.0', { other: 1 })),
    ],
    [
      'replayed from another version',
      'signature',
      () => signaturesOf(sigstore, 'thing', version('thing', '0.9.0')),
    ],
    ['over another name', 'signature', () => signaturesOf(sigstore, 'other', plain)],
    ['of noise', 'signature', () => ({ signatures: [{ ...good().signatures[0], sig: 'AAAA' }] })],
    ['that is empty', 'malformed', () => ({ signatures: [{ ...good().signatures[0], sig: '' }] })],
    ['that is none', 'malformed', () => ({ signatures: [null] })],
    [
      'of no known key',
      'key-unknown',
      () => ({ signatures: [{ ...good().signatures[0], keyid: 'SHA256:x' }] }),
    ],
    [
      'of a key that expired before',
      'key-expired',
      good,
      () => changedKeys({ expires: '2023-01-01T00:00:00.000Z' }),
    ],
    ['of a key whose end is unreadable', 'key-unknown', good, () => changedKeys({ expires: 'soon' })],
    ['of a key of another kind', 'key-unknown', good, () => changedKeys({ keytype: 'rsa' })],
    ['of a key that is none', 'malformed', good, () => changedKeys({ key: 'AAAA' })],
  ];
  it('is refused in the ways that docs/forged-evidence.md lists', () =>
    expectDocumented(
      'Signatures of the registry',
      refusals.map(([what, reason]) => [what, reason]),
    ));

  it.each(refusals)('%s is refused: %s', async (_, reason, dist, keys) => {
    expect(await outcome(dist(), keys?.())).toMatchObject({ status: 'refused', reason });
  });
});

describe('a trusted root that the user names', () => {
  it.each([
    ['that is not there', null, /cannot read the trusted root .*: there is no such file/],
    ['that is no JSON', 'x', /is no trusted root/],
    ['that trusts nobody', '{}', /is no trusted root/],
    [
      'whose key is none',
      JSON.stringify({ tlogs: [{ publicKey: { rawBytes: 'AAAA' }, logId: {} }] }),
      /is no trusted root/,
    ],
  ])('%s is a wrong call, whatever the release', async (_, content, words) => {
    const path = join(await temporaryFolder(), 'root.json');
    if (content !== null) await writeFile(path, content);
    const resolving = await resolveWorld([{ name: 'thing', versions: [plain] }]);
    const config = configSchema.parse({ trustedRoot: path });
    const failing = resolving.provenance('thing@1.0.0', { config });
    await expect(failing).rejects.toMatchObject({ code: 'E_TRUSTED_ROOT', exitCode: 2 });
    await expect(failing).rejects.toThrow(words);
  });
});
