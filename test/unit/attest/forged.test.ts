import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAttestations } from '../../../src/attest/check/check.js';
import type { CheckResult, RefusalReason } from '../../../src/attest/check/schema.js';
import { openAttestations } from '../../../src/attest/folder/open.js';
import { loadTrust } from '../../../src/attest/policy/load.js';
import {
  attestationFolder,
  attested,
  type Bundle,
  bundle,
  bytesOf,
  daysFrom,
  failedSummary,
  type Signer,
  sha256,
  signer,
  summary,
} from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { expectDocumented } from '../../support/forged-evidence.js';

const alice = signer();
const bob = signer('ecdsa-p256');
const carol = signer();
const mallory = signer();

interface World {
  quorum?: number;
  /** Fields of the policy, and of alice in it. */
  policy?: object;
  alice?: object;
  key?: object;
  now?: string;
  expected?: string;
}

const policyOf = ({ quorum = 2, policy = {}, alice: fields = {}, key = {} }: World): object => ({
  version: 1,
  quorum,
  verifiers: [
    { name: 'alice', keys: [{ publicKey: alice.publicPem, ...key }], ...fields },
    { name: 'bob', keys: [{ publicKey: bob.publicPem }] },
    { name: 'carol', keys: [{ publicKey: carol.publicPem }] },
  ],
  ...policy,
});

async function check(
  attestations: readonly unknown[],
  world: World = {},
  spoil?: (folder: string) => Promise<void>,
) {
  const folder = await temporaryFolder();
  await attestationFolder(join(folder, 'a'), attestations);
  await spoil?.(join(folder, 'a'));
  await writeFile(join(folder, 'trust.json'), JSON.stringify(policyOf(world)));
  const { signal } = new AbortController();
  const opened = await openAttestations('a', {
    cwd: folder,
    cache: join(folder, 'cache'),
    offline: true,
    signal,
  });
  const trust = await loadTrust(join(folder, 'trust.json'));
  const { purl, sha512 } = attested;
  const checked = {
    purl,
    sha512,
    isExpectedSource: (repository: string) => repository === (world.expected ?? repository),
    now: Date.parse(world.now ?? daysFrom(1)),
  };
  return checkAttestations(opened, checked, trust);
}

const honest = () => [bundle(summary(), alice), bundle(summary(), bob)];

describe('honest attestations', () => {
  it('make a quorum', async () => {
    expect(await check(honest())).toMatchObject({
      outcome: 'passed',
      verdict: 'reproduced',
      quorum: { needed: 2, reached: 2, of: 3 },
      source: { commit: attested.commit },
      dissenting: [],
      refused: [],
    });
  });

  it('are taken in a bare DSSE envelope too, with several signatures', async () => {
    const one = bundle(summary(), alice).dsseEnvelope;
    const two = bundle(summary(), bob).dsseEnvelope;
    const both = { ...one, signatures: [{ sig: one.signatures[0]!.sig }, ...two.signatures] };
    expect(await check([both])).toMatchObject({ outcome: 'passed', quorum: { reached: 2 } });
  });

  it('count for less where some are inert', async () => {
    const inert = summary({
      verifiedLevels: ['REPROVE_INERT'],
      reprove_result: {
        source: { repository: attested.repository, commit: attested.commit, directory: '' },
        verdict: { kind: 'inert', level: null },
      },
    });
    const all = [bundle(summary(), alice), bundle(inert, bob)];
    expect(await check(all)).toMatchObject({ outcome: 'passed', verdict: 'inert' });
    expect(await check(all, { policy: { accept: ['reproduced'] } })).toMatchObject({
      outcome: 'insufficient',
      refused: [{ reason: 'verdict-not-accepted' }],
    });
  });

  it('of other tools count where the policy takes one of their levels', async () => {
    const { reprove_result: _, ...rest } = summary().predicate as Record<string, unknown>;
    const foreign = { ...summary(), predicate: { ...rest, verifiedLevels: ['SLSA_BUILD_LEVEL_3'] } };
    const all = [bundle(foreign, alice), bundle(summary(), bob)];
    expect(await check(all)).toMatchObject({ outcome: 'insufficient', refused: [{ reason: 'no-commit' }] });
    const taken = await check(all, { alice: { foreignLevels: ['SLSA_BUILD_LEVEL_3'] } });
    expect(taken).toMatchObject({ outcome: 'passed', quorum: { reached: 2 } });
  });
});

const edited = (edit: (made: Bundle) => void, by: Signer = alice): Bundle => {
  const made = bundle(summary(), by);
  edit(made);
  return made;
};
const ofSource = (fields: object) => ({
  reprove_result: {
    source: { repository: attested.repository, commit: attested.commit, directory: '', ...fields },
    verdict: { kind: 'reproduced', level: 'tar-identical' },
  },
});
const statement = JSON.stringify(summary());

/** What is in the folder beside bob's honest summary, why it is refused, and what comes of the check. */
const forged: [string, unknown, RefusalReason, CheckResult['outcome'], World?][] = [
  ['a wrong subject', bundle(summary({}, { sha512: 'b2'.repeat(64) }), alice), 'other-bytes', 'failed'],
  [
    'another package renamed',
    bundle(summary({}, { purl: 'pkg:npm/other@1.2.3' }), alice),
    'other-release',
    'insufficient',
  ],
  [
    "another package's subject under this resource",
    bundle(summary({}, { name: 'pkg:npm/other@1.2.3' }), alice),
    'other-release',
    'insufficient',
  ],
  [
    'this subject under another resource',
    bundle(summary({ resourceUri: 'pkg:npm/other@1.2.3' }), alice),
    'other-release',
    'insufficient',
  ],
  [
    'another repository than is expected',
    bundle(summary(ofSource({ repository: 'https://git.example/evil/tiny' })), alice),
    'other-repository',
    'insufficient',
    { expected: attested.repository },
  ],
  [
    'a swapped payload type',
    edited((made) => {
      made.dsseEnvelope.payloadType = 'application/json';
    }),
    'other-payload-type',
    'insufficient',
  ],
  [
    'a payload type that is put on afterwards',
    edited((made) => {
      const other = bundle(summary(), alice, 'text/plain');
      made.dsseEnvelope.signatures = other.dsseEnvelope.signatures;
    }),
    'bad-signature',
    'failed',
  ],
  [
    'a payload that was changed',
    edited((made) => {
      made.dsseEnvelope.payload = Buffer.from(JSON.stringify(summary({ policy: {} }))).toString('base64');
    }),
    'bad-signature',
    'failed',
  ],
  [
    "another's signature under a trusted key's name",
    { ...bundle(summary(), mallory), verificationMaterial: { publicKey: { hint: alice.id } } },
    'bad-signature',
    'failed',
  ],
  ['a key that the policy does not have', bundle(summary(), mallory), 'unknown-signer', 'insufficient'],
  [
    'a stripped signature',
    edited((made) => {
      made.dsseEnvelope.signatures = [];
    }),
    'unsigned',
    'insufficient',
  ],
  ['a bare statement', summary(), 'unsigned', 'insufficient'],
  [
    'a statement verified before the key was to be used',
    bundle(summary(), alice),
    'key-not-valid',
    'insufficient',
    { key: { from: daysFrom(1) } },
  ],
  [
    'a statement verified after the key had expired',
    bundle(summary(), alice),
    'key-not-valid',
    'insufficient',
    { key: { until: daysFrom(-1) } },
  ],
  [
    'a date in the future',
    bundle(summary({ timeVerified: daysFrom(2) }), alice),
    'from-the-future',
    'insufficient',
  ],
  [
    'one that is too old',
    bundle(summary({ timeVerified: daysFrom(-40) }), alice),
    'too-old',
    'insufficient',
    { policy: { maxAgeDays: 30 } },
  ],
  [
    'another predicate',
    bundle({ ...summary(), predicateType: 'https://slsa.dev/provenance/v1' }, alice),
    'other-predicate',
    'insufficient',
  ],
  [
    'an older version of the summary',
    bundle({ ...summary(), predicateType: 'https://slsa.dev/verification_summary/v0.2' }, alice),
    'other-predicate',
    'insufficient',
  ],
  [
    'an older kind of statement',
    bundle({ ...summary(), _type: 'https://in-toto.io/Statement/v0.1' }, alice),
    'malformed',
    'insufficient',
  ],
  [
    'a PASSED with the level FAILED',
    bundle(summary({ verifiedLevels: ['FAILED'] }), alice),
    'malformed',
    'insufficient',
  ],
  [
    'a FAILED with a level of its own',
    bundle(failedSummary({ verifiedLevels: ['SLSA_BUILD_LEVEL_3'] }), alice),
    'malformed',
    'insufficient',
  ],
  [
    'a PASSED of a release that differs',
    bundle(
      summary({
        reprove_result: {
          source: { repository: attested.repository, commit: attested.commit, directory: '' },
          verdict: { kind: 'differs', level: null },
        },
      }),
      alice,
    ),
    'malformed',
    'insufficient',
  ],
  [
    'a commit that is none',
    bundle(summary(ofSource({ commit: 'main' })), alice),
    'malformed',
    'insufficient',
  ],
  [
    'a key twice in the signed JSON',
    bundle(
      statement.replace(
        '"verificationResult":"PASSED"',
        '"verificationResult":"FAILED","verificationResult":"PASSED"',
      ),
      alice,
    ),
    'malformed',
    'insufficient',
  ],
  [
    'a key twice in the envelope',
    JSON.stringify(bundle(summary(), alice)).replace('"payloadType"', '"payload":"e30=","payloadType"'),
    'unreadable',
    'insufficient',
  ],
  ['no JSON at all', 'signed, alice', 'unreadable', 'insufficient'],
  [
    'more than may be read',
    `${' '.repeat(8 * 2 ** 20)}${JSON.stringify(bundle(summary(), alice))}`,
    'unreadable',
    'insufficient',
  ],
  [
    'base64 with something after it',
    edited((made) => {
      made.dsseEnvelope.payload += '!';
    }),
    'unreadable',
    'insufficient',
  ],
  [
    'a bundle of a kind that is not known',
    { ...bundle(summary(), alice), mediaType: 'application/vnd.dev.sigstore.bundle.v9+json' },
    'unreadable',
    'insufficient',
  ],
  [
    'a bundle with two signers',
    edited((made) => {
      made.verificationMaterial.certificate = { rawBytes: 'AAAA' };
    }),
    'unreadable',
    'insufficient',
  ],
  [
    'a certificate where the policy knows keys alone',
    {
      ...bundle(summary(), alice),
      verificationMaterial: { certificate: { rawBytes: 'AAAA' }, tlogEntries: [] },
    },
    'unknown-signer',
    'insufficient',
  ],
  [
    'a verifier under another name',
    bundle(summary(), alice),
    'other-verifier',
    'insufficient',
    { alice: { id: 'https://alice.example/reprove' } },
  ],
  ['the same verifier twice', bundle(summary({ policy: {} }), bob), 'superseded', 'insufficient'],
];

describe('forged attestations', () => {
  it('are those that docs/forged-evidence.md lists', () =>
    expectDocumented(
      'Attestations',
      forged.map(([what, , reason]) => [what, reason]),
    ));

  it.each(forged)('%s', async (_, attestation, reason, outcome, world) => {
    const result = await check([attestation, bundle(summary(), bob)], world);
    expect(result.refused.map((each) => each.reason)).toEqual([reason]);
    expect(result.outcome).toBe(outcome);
    expect(result.quorum.reached).toBe(1);
  });

  it('fail although a quorum is there, where a trusted key is named in vain', async () => {
    const [, attestation] = forged.find(([, , reason]) => reason === 'bad-signature')!;
    expect(await check([...honest(), attestation])).toMatchObject({ outcome: 'failed', verdict: null });
  });

  it('are not what their name in the folder says', async () => {
    const made = honest();
    const name = sha256(bytesOf(made[0]));
    const result = await check(made, {}, (folder) =>
      writeFile(
        join(folder, 'sha256', name.slice(0, 2), `${name.slice(2)}.json`),
        JSON.stringify(bundle(summary(), carol)),
      ),
    );
    expect(result).toMatchObject({ outcome: 'failed', refused: [{ reason: 'not-its-digest' }] });
  });
});

describe('disagreement', () => {
  it('with one that failed is never outvoted', async () => {
    const result = await check([...honest(), bundle(failedSummary(), carol)]);
    expect(result).toMatchObject({ outcome: 'failed', verdict: null, dissenting: [{ verifier: 'carol' }] });
    expect(result.summary).toBe(
      'It did not pass for carol (differs). Others say that it passed: the verifiers disagree.',
    );
  });

  it('on the commit never counts as agreement', async () => {
    const other = bundle(summary(ofSource({ commit: 'f'.repeat(40) })), bob);
    const result = await check([bundle(summary(), alice), other]);
    expect(result).toMatchObject({ outcome: 'failed', quorum: { reached: 1 } });
    expect(result.summary).toContain('disagree on its source');
  });

  it('on the repository neither, though the commit is the same', async () => {
    const other = bundle(summary(ofSource({ repository: 'https://git.example/evil/tiny' })), bob);
    expect(await check([bundle(summary(), alice), other])).toMatchObject({ outcome: 'failed' });
  });

  it('of a verifier with itself counts as such when it is of one time, and as its last word when not', async () => {
    const passed = bundle(summary(), alice);
    const failed = (days: number) => bundle(failedSummary({ timeVerified: daysFrom(days) }), alice);
    expect(await check([passed, failed(0)], { quorum: 1 })).toMatchObject({ outcome: 'failed' });
    expect(await check([passed, failed(-1)], { quorum: 1 })).toMatchObject({ outcome: 'passed' });
    expect(await check([passed, failed(0.5)], { quorum: 1 })).toMatchObject({ outcome: 'failed' });
  });
});
