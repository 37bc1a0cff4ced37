import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAttestation } from '../../../../src/npm/provenance/verify-attestation.js';
import type { RefusalReason } from '../../../../src/provenance.js';
import { expectDocumented } from '../../../support/forged-evidence.js';
import { trustIn } from '../../../support/provenance-trust.js';
import {
  type Build,
  type Listed,
  type Signing,
  type SigstoreWorld,
  sigstoreWorld,
  slsaV1,
  slsaV02,
  usualBuild,
} from '../../../support/sigstore-world.js';

const about = { name: 'thing', version: '1.0.0', purl: 'pkg:npm/thing@1.0.0', sha512: 'ab'.repeat(64) };
const subject = [{ name: about.purl, digest: { sha512: about.sha512 } }];
const v1 = 'https://slsa.dev/provenance/v1';
const publish = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';
const published = { name: 'thing', version: '1.0.0', registry: 'https://registry.example' };

let world: SigstoreWorld;
let other: SigstoreWorld;
beforeAll(async () => {
  [world, other] = await Promise.all([sigstoreWorld(), sigstoreWorld()]);
});

const provenance = (changes: Partial<Signing> = {}, by = world): Promise<Listed> =>
  by.attest({ predicateType: v1, predicate: slsaV1(), subject, certificate: {}, ...changes });
const ofRegistry = (changes: Partial<Signing> = {}) =>
  provenance({ predicateType: publish, predicate: published, certificate: null, ...changes });
const verify = (listed: unknown, trust = trustIn(world.root, world.keys.keys)) =>
  verifyAttestation(listed, about, trust);

describe('an attestation counts', () => {
  it('that is provenance of SLSA v1, with what its certificate says of the build', async () => {
    const found = verify(await provenance());
    expect(found).toMatchObject({
      kind: 'provenance',
      outcome: { status: 'verified' },
      signer: { kind: 'certificate', issuer: usualBuild.issuer },
      logEntries: [{ log: 'https://rekor.test', time: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
    expect(found.build).toEqual({
      repository: 'https://github.com/owner/thing',
      commit: 'a'.repeat(40),
      ref: 'refs/heads/main',
      workflow: '.github/workflows/release.yml',
      signer: 'https://github.com/owner/thing/.github/workflows/release.yml',
      environment: 'github-hosted',
      trigger: 'push',
      run: 'https://github.com/owner/thing/actions/runs/1/attempts/1',
      builder: 'https://github.com/actions/runner/github-hosted',
    });
  });

  it('that is provenance of SLSA v0.2', async () => {
    const listed = await provenance({
      predicateType: 'https://slsa.dev/provenance/v0.2',
      type: 'https://in-toto.io/Statement/v0.1',
      predicate: slsaV02(),
    });
    expect(verify(listed)).toMatchObject({
      outcome: { status: 'verified' },
      build: { commit: 'a'.repeat(40) },
    });
  });

  it('that a timestamp authority dated and the log did not: the log vouches for no time', async () => {
    const found = verify(await provenance({ timestamped: true }));
    expect(found).toMatchObject({
      outcome: { status: 'verified' },
      logEntries: [{ index: '0', time: null }],
    });
  });

  it('that the registry signed with its key', async () => {
    const found = verify(await ofRegistry());
    const id = world.keys.keys[0]!.keyid;
    expect(found).toMatchObject({
      kind: 'publish',
      outcome: { status: 'verified' },
      signer: { kind: 'key', id },
    });
  });

  it('that a GitLab of its own vouches for', async () => {
    const build = {
      issuer: 'https://gitlab.example',
      repository: 'https://gitlab.example/owner/thing',
      workflow: '/.gitlab-ci.yml',
    };
    const found = verify(await provenance({ certificate: build, predicate: slsaV1(build) }));
    expect(found).toMatchObject({ outcome: { status: 'verified' }, build: { workflow: '.gitlab-ci.yml' } });
  });

  it('names the reusable workflow that signed', async () => {
    const signer = 'https://github.com/builders/npm/.github/workflows/build.yml@refs/tags/v1';
    expect(verify(await provenance({ certificate: { signer } })).build).toMatchObject({
      signer: 'https://github.com/builders/npm/.github/workflows/build.yml',
      workflow: '.github/workflows/release.yml',
    });
  });
});

describe('an attestation is not checked', () => {
  it('without a trust root, though its subject is', async () => {
    const none = { material: null, keys: true };
    expect(verify(await provenance(), none).outcome.status).toBe('unchecked');
    const wrong = await provenance({ subject: [{ name: about.purl, digest: { sha512: 'cd'.repeat(64) } }] });
    expect(verify(wrong, none).outcome).toMatchObject({ status: 'refused', reason: 'subject-digest' });
  });

  it("without the registry's keys, where they signed it", async () => {
    const trust = trustIn(world.root, null);
    expect(verify(await ofRegistry(), trust).outcome.status).toBe('unchecked');
    expect(verify(await provenance(), trust).outcome.status).toBe('verified');
  });
});

const built = (certificate: Build, predicate: Build = {}) =>
  provenance({ certificate, predicate: slsaV1(predicate) });

/** A bundle that a change breaks after it was signed. */
const broken =
  (change: (bundle: Listed, listed: Listed) => unknown, changes: Partial<Signing> = {}) =>
  async () => {
    const listed = await provenance(changes);
    change(listed.bundle, listed);
    return listed;
  };
const ofEntry = (change: (entry: Listed) => unknown) =>
  broken((bundle) => change(bundle.verificationMaterial.tlogEntries[0]));
const edited = (edit: (text: string) => string) =>
  broken(({ dsseEnvelope }) => {
    const text = Buffer.from(dsseEnvelope.payload, 'base64').toString();
    dsseEnvelope.payload = Buffer.from(edit(text)).toString('base64');
  });
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const signedBytes = (text: string) => () => provenance({ payload: Buffer.from(text) });
const statement = (rest: string) =>
  `{"_type":"https://in-toto.io/Statement/v1","subject":${JSON.stringify(subject)},"predicateType":"${v1}","predicate":${JSON.stringify(slsaV1())}${rest}}`;

const refusals: [what: string, reason: RefusalReason, listed: () => Promise<unknown>][] = [
  [
    'of other bytes',
    'subject-digest',
    () => provenance({ subject: [{ name: about.purl, digest: { sha512: 'cd'.repeat(64) } }] }),
  ],
  [
    'of no SHA-512',
    'subject-digest',
    () => provenance({ subject: [{ name: about.purl, digest: { sha256: 'ab'.repeat(32) } }] }),
  ],
  [
    'of another package',
    'subject-name',
    () => provenance({ subject: [{ ...subject[0]!, name: 'pkg:npm/other@1.0.0' }] }),
  ],
  [
    'replayed from another version',
    'subject-name',
    () => provenance({ subject: [{ name: 'pkg:npm/thing@0.9.0', digest: { sha512: 'cd'.repeat(64) } }] }),
  ],
  ['of nothing', 'subject-name', () => provenance({ subject: [] })],
  [
    'whose name and bytes are of two subjects',
    'subject-digest',
    () =>
      provenance({
        subject: [
          { name: about.purl, digest: {} as { sha512: string } },
          { ...subject[0]!, name: 'pkg:npm/other@1.0.0' },
        ],
      }),
  ],

  [
    'edited after it was signed',
    'log-disagrees',
    edited((text) => text.replaceAll('a'.repeat(40), 'b'.repeat(40))),
  ],
  [
    'with the signature of another',
    'log-disagrees',
    broken((bundle) => {
      bundle.dsseEnvelope.signatures[0].sig = Buffer.from('another').toString('base64');
    }),
  ],
  [
    'whose envelope a key of no certificate signed',
    'signature',
    async () => {
      const [listed, by] = [await provenance(), await provenance()];
      listed.bundle.verificationMaterial.certificate = by.bundle.verificationMaterial.certificate;
      return listed;
    },
  ],
  [
    'with its signature taken away',
    'unsigned',
    broken((bundle) => {
      bundle.dsseEnvelope.signatures[0].sig = '';
    }),
  ],
  [
    'with all signatures taken away',
    'unsigned',
    broken((bundle) => {
      bundle.dsseEnvelope.signatures = [];
    }),
  ],
  [
    'with two signatures',
    'malformed',
    broken((bundle) => {
      bundle.dsseEnvelope.signatures.push(bundle.dsseEnvelope.signatures[0]);
    }),
  ],

  [
    'with another payload type than was signed',
    'payload-type',
    broken((bundle) => {
      bundle.dsseEnvelope.payloadType = 'text/plain';
    }),
  ],
  ['signed as another payload type', 'payload-type', () => provenance({ payloadType: 'application/json' })],
  [
    'signed as another payload type, and said to be in-toto',
    'signature',
    broken(
      (bundle) => {
        bundle.dsseEnvelope.payloadType = 'application/vnd.in-toto+json';
      },
      { payloadType: 'application/json' },
    ),
  ],
  [
    'that is no in-toto statement',
    'statement-type',
    () => provenance({ type: 'https://example.com/Statement/v1' }),
  ],
  [
    'of an unknown kind',
    'predicate-unknown',
    () => provenance({ predicateType: 'https://example.com/feelings/v1' }),
  ],
  [
    'listed as another kind than was signed',
    'listing-disagrees',
    broken((_, listed) => {
      listed.predicateType = publish;
    }),
  ],
  ['without a predicate', 'predicate-malformed', () => provenance({ predicate: 'none' })],
  ['that names no source', 'predicate-malformed', () => provenance({ predicate: {} })],
  [
    'that names no git repository',
    'predicate-malformed',
    () =>
      provenance({
        predicate: {
          buildDefinition: {
            resolvedDependencies: [{ uri: 'file:///x', digest: { gitCommit: 'a'.repeat(40) } }],
          },
        },
      }),
  ],

  ['that is not JSON', 'malformed', signedBytes('not JSON')],
  ['with a key twice', 'malformed', signedBytes(statement(',"subject":[]'))],
  ['nested ten thousand deep', 'malformed', signedBytes(statement(`,"more":${nested(10_000)}`))],
  ['that is not UTF-8', 'malformed', () => provenance({ payload: Buffer.from([0x7b, 0xff, 0x7d]) })],
  ['larger than any honest one', 'too-large', signedBytes(statement(`,"more":"${'x'.repeat(600_000)}"`))],
  [
    'with hundreds of log entries',
    'too-large',
    broken(({ verificationMaterial: material }) => {
      material.tlogEntries = Array.from({ length: 500 }, () => material.tlogEntries[0]);
    }),
  ],
  ['that is null', 'malformed', async () => null],
  ['without a bundle', 'malformed', async () => ({ predicateType: v1 })],
  ['with a bundle of text', 'malformed', async () => ({ predicateType: v1, bundle: 'text' })],
  [
    'without an envelope',
    'malformed',
    broken((bundle) => {
      delete bundle.dsseEnvelope;
    }),
  ],
  [
    'of an unknown version',
    'malformed',
    broken((bundle) => {
      bundle.mediaType = 'application/x-future';
    }),
  ],
  [
    'without a certificate',
    'malformed',
    broken((bundle) => {
      delete bundle.verificationMaterial.certificate;
    }),
  ],
  [
    'with a certificate of noise',
    'malformed',
    broken((bundle) => {
      bundle.verificationMaterial.certificate.rawBytes = Buffer.alloc(500, 0x30).toString('base64');
    }),
  ],

  ['from another sigstore altogether', 'certificate-untrusted', () => provenance({}, other)],
  ['signed after its certificate expired', 'certificate-expired', () => provenance({ delay: 3_600_000 })],
  ['signed before its certificate was valid', 'certificate-expired', () => provenance({ delay: -3_600_000 })],
  ['with a certificate that no log has', 'certificate-log', () => provenance({ unlogged: true })],
  [
    'that no log has',
    'timestamp',
    broken((bundle) => {
      bundle.verificationMaterial.tlogEntries = [];
    }),
  ],
  [
    'dated, and in no log',
    'transparency-log',
    broken(
      (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
      },
      { timestamped: true },
    ),
  ],
  [
    'that nobody dated',
    'timestamp',
    ofEntry((entry) => {
      delete entry.inclusionPromise;
    }),
  ],
  [
    'with another time than the log promised',
    'transparency-log',
    ofEntry((entry) => {
      entry.integratedTime = String(Number(entry.integratedTime) + 1);
    }),
  ],
  [
    'with another place than the log promised',
    'transparency-log',
    ofEntry((entry) => {
      entry.logIndex = '7';
    }),
  ],
  [
    'with a proof of another entry',
    'transparency-log',
    ofEntry((entry) => {
      entry.inclusionProof.hashes = [Buffer.alloc(32).toString('base64')];
    }),
  ],
  [
    'with the log entry of another attestation',
    'log-disagrees',
    async () => {
      const [listed, by] = [await provenance(), await provenance()];
      listed.bundle.verificationMaterial.tlogEntries = by.bundle.verificationMaterial.tlogEntries;
      return listed;
    },
  ],
  [
    'with a checkpoint of another log',
    'transparency-log',
    ofEntry((entry) => {
      entry.inclusionProof.checkpoint.envelope = entry.inclusionProof.checkpoint.envelope.replace(
        /(— rekor\.test )\S+/,
        '$1AAAAAAAAAAAAAAAA',
      );
    }),
  ],
  [
    'with a checkpoint whose name is a costly pattern',
    'transparency-log',
    ofEntry((entry) => {
      entry.inclusionProof.checkpoint.envelope = entry.inclusionProof.checkpoint.envelope.replace(
        '— rekor.test',
        '— (.+)+(.+)+(.+)+(.+)+!',
      );
    }),
  ],
  [
    'with a place of a hundred thousand digits',
    'transparency-log',
    ofEntry((entry) => {
      entry.inclusionProof.logIndex = '9'.repeat(100_000);
    }),
  ],
  [
    'dated by nobody we know',
    'timestamp',
    broken(
      (bundle) => {
        const other = bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps[0];
        other.signedTimestamp = Buffer.from(
          Buffer.from(other.signedTimestamp, 'base64').map((byte, at, all) =>
            at === all.length - 5 ? byte ^ 1 : byte,
          ),
        ).toString('base64');
      },
      { timestamped: true },
    ),
  ],

  ['signed by a person', 'issuer', () => built({ repository: null, commit: null })],
  ['of a build that its issuer has no say in', 'issuer', () => built({ issuer: 'https://login.example' })],
  [
    "of a stranger's host that claims a repository of another",
    'issuer',
    () => built({ issuer: 'https://gitlab.com' }),
  ],
  [
    'that names another commit than its certificate',
    'certificate-disagrees',
    () => built({}, { commit: 'b'.repeat(40) }),
  ],
  [
    'that names another repository than its certificate',
    'certificate-disagrees',
    () => built({}, { repository: 'https://github.com/other/thing' }),
  ],
  ["of a build that only the registry's key signed", 'issuer', () => provenance({ certificate: null })],
  ['of the registry that a workflow signed', 'issuer', () => ofRegistry({ certificate: {} })],
  [
    'of the registry that took in another version',
    'release-disagrees',
    () => ofRegistry({ predicate: { ...published, version: '1.0.1' } }),
  ],
  [
    'of the registry with a key that it has not',
    'key-unknown',
    async () => {
      const listed = await ofRegistry();
      listed.bundle.verificationMaterial.publicKey.hint = 'SHA256:none';
      return listed;
    },
  ],
];

describe('an attestation is refused', () => {
  it('in the ways that docs/forged-evidence.md lists', () =>
    expectDocumented(
      'Provenance',
      [...refusals, ...inTrust].map(([what, reason]) => [what, reason]),
    ));

  it.each(refusals)('%s: %s', async (_, reason, listed) => {
    const found = verify(await listed());
    expect(found.outcome).toMatchObject({ status: 'refused', reason });
    expect(found).toMatchObject({ signer: null, build: null, logEntries: [] });
  });

  const inTrust: [string, RefusalReason, (root: Listed) => unknown, Partial<Signing>?][] = [
    [
      'whose log is none that is trusted',
      'transparency-log',
      (root) => {
        root.tlogs = other.root.tlogs;
      },
    ],
    [
      'logged after the key of its log expired',
      'transparency-log',
      (root) => {
        root.tlogs[0].publicKey.validFor.end = '2020-01-01T00:00:00Z';
      },
    ],
    [
      'whose certificate authority is none that is trusted',
      'certificate-untrusted',
      (root) => {
        root.certificateAuthorities = other.root.certificateAuthorities;
      },
    ],
    [
      'whose certificate is in no log that is trusted',
      'certificate-log',
      (root) => {
        root.ctlogs = other.root.ctlogs;
      },
    ],
    [
      'dated by an authority that is none that is trusted',
      'timestamp',
      (root) => {
        root.timestampAuthorities = other.root.timestampAuthorities;
      },
      { timestamped: true },
    ],
  ];
  it.each(inTrust)('%s: %s', async (_, reason, change, signing) => {
    const root = structuredClone(world.root);
    change(root);
    const found = verify(await provenance(signing), trustIn(root, world.keys.keys));
    expect(found.outcome).toMatchObject({ status: 'refused', reason });
  });

  it("that the registry's key signed after it expired: key-expired", async () => {
    const keys = world.keys.keys.map((key) => ({ ...key, expires: '2020-01-01T00:00:00.000Z' }));
    const found = verify(await ofRegistry(), trustIn(world.root, keys));
    expect(found.outcome).toMatchObject({ status: 'refused', reason: 'key-expired' });
  });

  it('or says the same as before, whatever character of it is another', async () => {
    const listed = await provenance();
    const whole = verify(listed);
    const text = JSON.stringify(listed);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'A', 'z', '"', '{', ' ', '='), (at, by) => {
        let changed: unknown;
        try {
          changed = JSON.parse(`${text.slice(0, at)}${by}${text.slice(at + 1)}`);
        } catch {
          return;
        }
        const found = verify(changed);
        // Base64 has spare bits, the version of a bundle has two forms, and some fields mean nothing.
        if (found.outcome.status === 'verified') expect(found).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});
