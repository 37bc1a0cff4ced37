import { createHash, generateKeyPairSync, type KeyObject, randomInt, sign } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';

/** What a certificate and a predicate say of a build; each by default the same as the other. */
export interface Build {
  issuer?: string | null;
  repository?: string | null;
  commit?: string | null;
  ref?: string;
  workflow?: string;
  /** Reusable workflow that signs, where it isn't the workflow itself. */
  signer?: string;
  environment?: string;
  trigger?: string;
}

/** A statement to sign, and how. */
export interface Signing {
  type?: string;
  predicateType: string;
  predicate: unknown;
  subject: { name: string; digest: object }[];
  payloadType?: string;
  /** Bytes to sign instead of the statement. */
  payload?: Buffer;
  /** Signed with a certificate of this build; null: with the registry's key. */
  certificate: Build | null;
  /** Milliseconds between the certificate being issued and the log taking it in. */
  delay?: number;
  /** Dated by the timestamp authority, and not by the log. */
  timestamped?: boolean;
  /** Certificates are not submitted to a log. */
  unlogged?: boolean;
}

/** An attestation as a registry lists it. Loose: tests break it. */
// biome-ignore lint/suspicious/noExplicitAny: made to be broken in every place.
export type Listed = any;

/** Certificate authority, logs, timestamp authority and a registry's key of a test's own, and what signs with them. */
export interface SigstoreWorld {
  /** `trusted_root.json` */
  root: Listed;
  /** Answer of a registry that is asked for its keys. */
  keys: { keys: { keyid: string; keytype: string; scheme: string; key: string; expires: string | null }[] };
  attest(signing: Signing): Promise<Listed>;
  /** A signature as in `dist.signatures`. */
  registrySignature(text: string): { keyid: string; sig: string };
}

const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
const base64 = (bytes: Uint8Array | ArrayBufferView) =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).toString('base64');
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** Makes a whole sigstore of its own; no network is used. */
export async function sigstoreWorld(): Promise<SigstoreWorld> {
  const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
  const [logKeys, ctKeys, registryKeys] = [pair(), pair(), pair()];
  const ctLog = await initializeCTLog(ctKeys);
  const caKeys = pair('P-384');
  // Whole seconds: the verifier reads no timestamp whose fraction ends in a zero, which DER leaves out.
  const clock = new Date();
  const now = () => clock.setTime(Math.floor(Date.now() / 1_000) * 1_000);
  const ca = await initializeCA(caKeys, ctLog, clock);
  const tsa = await initializeTSA(pair(), clock);
  const start = new Date(Date.now() - 86_400_000).toISOString();
  const log = (key: KeyObject, url: string) => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: base64(spki(key)),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start },
    },
    logId: { keyId: base64(digest(spki(key))) },
  });
  const authority = (...certificates: ArrayBufferView[]) => ({
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    certChain: { certificates: certificates.map((one) => ({ rawBytes: base64(one) })) },
    validFor: { start },
  });
  const keyid = `SHA256:${base64(digest(spki(registryKeys.publicKey)))}`;

  async function attest(signing: Signing): Promise<Listed> {
    const { certificate, predicateType, predicate, subject, delay = 0 } = signing;
    const { type = 'https://in-toto.io/Statement/v1', payloadType = 'application/vnd.in-toto+json' } =
      signing;
    const payload =
      signing.payload ?? Buffer.from(JSON.stringify({ _type: type, subject, predicateType, predicate }));
    const signer = certificate === null ? registryKeys : pair();
    const sig = sign('sha256', dsse.preAuthEncoding(payloadType, payload), signer.privateKey);
    now();
    const issuing = signing.unlogged ? await unloggedCa : ca;
    const raw =
      certificate === null
        ? null
        : await issuing.issueCertificate({
            publicKey: spki(signer.publicKey),
            subjectAltName: signerOf(certificate),
            extensions: extensions(certificate),
          });
    const entry = await logged(payload, sig, raw, new Date(now() + delay), signing.timestamped ?? false);
    const rfc3161Timestamps = signing.timestamped
      ? [{ signedTimestamp: base64(await tsa.timestamp(timestampRequest(sig))) }]
      : [];
    return {
      predicateType,
      bundle: {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          ...(raw === null ? { publicKey: { hint: keyid } } : { certificate: { rawBytes: base64(raw) } }),
          tlogEntries: [entry],
          timestampVerificationData: { rfc3161Timestamps },
        },
        dsseEnvelope: {
          payload: payload.toString('base64'),
          payloadType,
          signatures: [{ sig: sig.toString('base64'), keyid: raw === null ? keyid : '' }],
        },
      },
    };
  }

  const unloggedCa = initializeCA(caKeys, undefined, clock);

  async function logged(
    payload: Buffer,
    sig: Buffer,
    certificate: ArrayBufferView | null,
    time: Date,
    undated: boolean,
  ): Promise<Listed> {
    const tlog = await initializeTLog('https://rekor.test', logKeys, time);
    const verifier = certificate ?? spki(registryKeys.publicKey);
    const made = await tlog.log({
      kind: 'dsse',
      apiVersion: '0.0.1',
      spec: {
        payloadHash: { algorithm: 'sha256', value: digest(payload).toString('hex') },
        signatures: [{ signature: sig.toString('base64'), verifier: base64(verifier) }],
      },
    });
    const entry = Object.values(made)[0] as Listed;
    const { inclusionProof, signedEntryTimestamp } = entry.verification;
    return {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
      kindVersion: { kind: 'dsse', version: '0.0.1' },
      integratedTime: String(entry.integratedTime),
      ...(undated ? {} : { inclusionPromise: { signedEntryTimestamp } }),
      inclusionProof: {
        logIndex: String(inclusionProof.logIndex),
        rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
        treeSize: String(inclusionProof.treeSize),
        hashes: [],
        checkpoint: { envelope: inclusionProof.checkpoint },
      },
      canonicalizedBody: entry.body,
    };
  }

  return {
    root: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [log(logKeys.publicKey, 'https://rekor.test')],
      certificateAuthorities: [authority(ca.rootCertificate)],
      ctlogs: [log(ctKeys.publicKey, 'https://ctlog.test')],
      timestampAuthorities: [authority(tsa.intCertificate, tsa.rootCertificate)],
    },
    keys: {
      keys: [
        {
          keyid,
          keytype: 'ecdsa-sha2-nistp256',
          scheme: 'ecdsa-sha2-nistp256',
          key: base64(spki(registryKeys.publicKey)),
          expires: null,
        },
      ],
    },
    attest,
    registrySignature: (text) => ({
      keyid,
      sig: sign('sha256', Buffer.from(text), registryKeys.privateKey).toString('base64'),
    }),
  };
}

const timestampRequest = (sig: Buffer) => ({
  artifactHash: digest(sig),
  hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
  nonce: randomInt(2 ** 30),
  policyOID: '1.2.3.4',
});

/** What the builds of a test are like unless it says otherwise. */
export const usualBuild = {
  issuer: 'https://token.actions.githubusercontent.com',
  repository: 'https://github.com/owner/thing',
  commit: 'a'.repeat(40),
  ref: 'refs/heads/main',
  workflow: '.github/workflows/release.yml',
  environment: 'github-hosted',
  trigger: 'push',
};

const workflowOf = ({ repository, workflow, ref }: Build) => {
  const build = { ...usualBuild, repository, workflow, ref };
  return `${repository ?? usualBuild.repository}/${workflow ?? usualBuild.workflow}@${ref ?? build.ref ?? usualBuild.ref}`;
};

const signerOf = (build: Build) => build.signer ?? workflowOf(build);

function extensions(build: Build) {
  const { issuer, repository, commit, ref, environment, trigger } = { ...usualBuild, ...build };
  const values: Record<number, string | null | undefined> = {
    8: issuer,
    9: signerOf(build),
    11: environment,
    12: repository,
    13: commit,
    14: ref,
    18: workflowOf(build),
    20: trigger,
    21: `${repository}/actions/runs/1/attempts/1`,
  };
  return Object.entries(values).flatMap(([number, value]) =>
    value === null || value === undefined ? [] : [{ oid: `1.3.6.1.4.1.57264.1.${number}`, value }],
  );
}

/** A predicate of SLSA v1 as npm's client writes it. */
export function slsaV1(build: Build = {}): object {
  const { repository, commit, ref, workflow, environment } = { ...usualBuild, ...build };
  return {
    buildDefinition: {
      buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
      externalParameters: { workflow: { ref, repository, path: workflow } },
      resolvedDependencies: [{ uri: `git+${repository}@${ref}`, digest: { gitCommit: commit } }],
    },
    runDetails: { builder: { id: `https://github.com/actions/runner/${environment}` } },
  };
}

/** A predicate of SLSA v0.2 as npm's client wrote it. */
export function slsaV02(build: Build = {}): object {
  const { repository, commit, ref, workflow } = { ...usualBuild, ...build };
  const source = { uri: `git+${repository}@${ref}`, digest: { sha1: commit } };
  return {
    buildType: 'https://github.com/npm/cli/gha/v2',
    builder: { id: 'https://github.com/actions/runner' },
    invocation: { configSource: { ...source, entryPoint: workflow } },
    materials: [source],
  };
}
