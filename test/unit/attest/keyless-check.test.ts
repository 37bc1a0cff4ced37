import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkAttestations } from '../../../src/attest/check/check.js';
import { openAttestations } from '../../../src/attest/folder/open.js';
import { loadTrust, type Trust } from '../../../src/attest/policy/load.js';
import { withTrustRoot } from '../../../src/attest/policy/trust-root.js';
import { vsaType } from '../../../src/attest/type-uris.js';
import { configSchema } from '../../../src/config/schema.js';
import { attestationFolder, attested, bundle, signer, summary } from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { expectDocumented } from '../../support/forged-evidence.js';
import {
  type Listed,
  type Signing,
  type SigstoreWorld,
  sigstoreWorld,
  usualBuild,
} from '../../support/sigstore-world.js';
import { tufRepository } from '../../support/tuf-repository.js';

let world: SigstoreWorld;
let elsewhere: SigstoreWorld;
beforeAll(async () => {
  [world, elsewhere] = [await sigstoreWorld(), await sigstoreWorld()];
});

const subject = `${usualBuild.repository}/${usualBuild.workflow}@${usualBuild.ref}`;
const policy = {
  version: 1,
  quorum: 1,
  trustedRoot: 'root.json',
  verifiers: [{ name: 'ci', identities: [{ issuer: usualBuild.issuer, subject }] }],
};

/** A summary signed with a certificate, as a workflow that verifies does. */
async function certified(signing: Partial<Signing> = {}, by: SigstoreWorld = world): Promise<Listed> {
  const statement = summary() as unknown as Pick<Signing, 'predicate' | 'subject'>;
  const made = await by.attest({
    predicateType: vsaType,
    predicate: statement.predicate,
    subject: statement.subject,
    certificate: {},
    ...signing,
  });
  return made.bundle;
}

async function check(
  attestations: readonly unknown[],
  trust: object = policy,
  rootOf: (trust: Trust) => Promise<Trust> = async (same) => same,
  now = Date.parse(attested.verifiedAt) + 1_000,
) {
  const folder = await temporaryFolder();
  await attestationFolder(join(folder, 'a'), attestations);
  await writeFile(join(folder, 'root.json'), JSON.stringify(world.root));
  await writeFile(join(folder, 'trust.json'), JSON.stringify(trust));
  const { signal } = new AbortController();
  const opened = await openAttestations('a', { cwd: folder, cache: folder, offline: true, signal });
  const checked = {
    purl: attested.purl,
    sha512: attested.sha512,
    isExpectedSource: () => true,
    now,
  };
  return checkAttestations(opened, checked, await rootOf(await loadTrust(join(folder, 'trust.json'))));
}

describe('a policy that names no trusted root', () => {
  const { trustedRoot: _, ...rootless } = policy;
  const context = async (config: object = {}) => ({
    cache: await temporaryFolder(),
    offline: false,
    signal: new AbortController().signal,
    config: configSchema.parse(config),
  });

  it('takes the one of a TUF repository', async () => {
    const repository = await tufRepository(JSON.stringify(world.root), await temporaryFolder());
    const made = await certified();
    const given = await context();
    const found = await check([made], rootless, (trust) => withTrustRoot(trust, given, repository));
    expect(found).toMatchObject({ outcome: 'passed' });
  });

  it('takes the one of the configuration', async () => {
    const trustedRoot = join(await temporaryFolder(), 'root.json');
    await writeFile(trustedRoot, JSON.stringify(world.root));
    const given = await context({ trustedRoot });
    const found = await check([await certified()], rootless, (trust) => withTrustRoot(trust, given));
    expect(found).toMatchObject({ outcome: 'passed' });
  });

  it('is not used where none can be had', async () => {
    const repository = await tufRepository(JSON.stringify(world.root), await temporaryFolder());
    repository.fail();
    const given = await context();
    const found = check([await certified()], rootless, (trust) => withTrustRoot(trust, given, repository));
    await expect(found).rejects.toMatchObject({ code: 'E_TRUST_ROOT_UNREACHABLE', exitCode: 4 });
  });
});

describe('a summary that a workflow signed without a key', () => {
  it('counts for the verifier whose identity the certificate has', async () => {
    const found = await check([await certified()]);
    expect(found).toMatchObject({ outcome: 'passed', refused: [] });
    expect(found.agreeing).toMatchObject([{ verifier: 'ci', source: { commit: attested.commit } }]);
  });

  it('counts with the time of a timestamp authority', async () => {
    expect(await check([await certified({ timestamped: true })])).toMatchObject({ outcome: 'passed' });
  });

  it('adds to a quorum beside a key', async () => {
    const alice = signer();
    const trust = {
      ...policy,
      quorum: 2,
      verifiers: [...policy.verifiers, { name: 'alice', keys: [{ publicKey: alice.publicPem }] }],
    };
    const both = [await certified(), bundle(summary(), alice)];
    expect(await check(both, trust)).toMatchObject({ outcome: 'passed', quorum: { reached: 2 } });
  });

  const strangers: [string, Partial<Signing>, string][] = [
    ['another workflow', { certificate: { workflow: '.github/workflows/other.yml' } }, 'unknown-signer'],
    ['another branch', { certificate: { ref: 'refs/heads/attack' } }, 'unknown-signer'],
    ['another issuer', { certificate: { issuer: 'https://issuer.example' } }, 'unknown-signer'],
    ['a certificate that was logged when it had expired', { delay: 3_600_000 }, 'bad-certificate'],
    ['a certificate that no log knows', { unlogged: true }, 'bad-certificate'],
  ];
  it.each(strangers)('is refused from %s', async (_, signing, reason) => {
    const found = await check([await certified(signing)]);
    expect(found).toMatchObject({ outcome: 'insufficient', agreeing: [], refused: [{ reason }] });
  });

  it('is refused where it says that it was verified after its certificate had ended', async () => {
    const day = 24 * 3_600_000;
    const timeVerified = new Date(Date.now() + day).toISOString();
    const { predicate } = summary({ timeVerified });
    const found = await check([await certified({ predicate })], policy, undefined, Date.now() + 2 * day);
    expect(found).toMatchObject({ agreeing: [], refused: [{ reason: 'key-not-valid', verifier: 'ci' }] });
  });

  it('is refused from another authority', async () => {
    const found = await check([await certified({}, elsewhere)]);
    expect(found).toMatchObject({ agreeing: [], refused: [{ reason: 'bad-certificate' }] });
  });

  const forgeries: [string, (made: Listed) => unknown][] = [
    ['without an entry of the log', (made) => (made.verificationMaterial.tlogEntries = [])],
    [
      'with an entry of another signature',
      (made) => (made.dsseEnvelope.signatures[0].sig = Buffer.alloc(70, 1).toString('base64')),
    ],
    [
      'with another statement',
      (made) =>
        (made.dsseEnvelope.payload = Buffer.from(
          Buffer.from(made.dsseEnvelope.payload, 'base64').toString().replace('"PASSED"', '"FAILED"'),
        ).toString('base64')),
    ],
    [
      'beside a signature of something else',
      (made) =>
        (made.messageSignature = {
          messageDigest: { algorithm: 'SHA2_256', digest: Buffer.alloc(32).toString('base64') },
          signature: made.dsseEnvelope.signatures[0].sig,
        }),
    ],
    [
      'with more timestamps than any honest one',
      (made) =>
        (made.verificationMaterial.timestampVerificationData.rfc3161Timestamps = Array.from(
          { length: 9 },
          () => ({ signedTimestamp: 'AAAA' }),
        )),
    ],
    [
      'with a pattern for the name of its log',
      (made) => {
        const { checkpoint } = made.verificationMaterial.tlogEntries[0].inclusionProof;
        checkpoint.envelope = checkpoint.envelope.replace(/\u2014 \S+/, '\u2014 (r*)*$');
      },
    ],
    [
      'with a time that the log did not sign',
      (made) => (made.verificationMaterial.tlogEntries[0].integratedTime = '1000'),
    ],
  ];
  it('is refused in the ways that docs/forged-evidence.md lists', () =>
    expectDocumented('Keyless attestations', [
      ...strangers.map(([who, , reason]) => [`from ${who}`, reason]),
      ...forgeries.map(([how]) => [how, 'bad-certificate']),
    ]));

  it.each(forgeries)('is refused %s', async (_, spoil) => {
    const made = await certified();
    spoil(made);
    expect(await check([made])).toMatchObject({ agreeing: [], refused: [{ reason: 'bad-certificate' }] });
  });
});
