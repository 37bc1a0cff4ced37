import { createHash, createPrivateKey } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { signPayload } from '../../src/attest/dsse.js';
import { describeAttestation } from '../../src/attest/folder/describe.js';
import { writeIndex } from '../../src/attest/folder/index-file.js';
import { attestationPath } from '../../src/attest/folder/place.js';
import { generateKey, type KeyAlgorithm } from '../../src/attest/keys/generate-key.js';
import { payloadType, vsaType } from '../../src/attest/type-uris.js';
import type { Result } from '../../src/result.js';

import { comparedEntry, plan, rebuild, result } from './result.js';

/** Somebody who signs. */
export interface Signer {
  publicPem: string;
  id: string;
  sign(type: string, payload: Buffer): Buffer;
}

/** A new key and who has it. */
export function signer(algorithm: KeyAlgorithm = 'ed25519'): Signer {
  const { privatePem, publicPem, id } = generateKey(algorithm, null);
  const key = createPrivateKey(privatePem);
  return { publicPem, id, sign: (type, payload) => signPayload(type, payload, key) };
}

/** The release that attestations here are about. */
export const attested = {
  purl: 'pkg:npm/tiny@1.2.3',
  sha512: 'a1'.repeat(64),
  repository: 'https://git.example/team/tiny',
  commit: '0123456789abcdef0123456789abcdef01234567',
  verifiedAt: '2026-02-03T04:05:06.000Z',
};

/** Days before or after the verification, as ISO 8601. */
export const daysFrom = (days: number): string =>
  new Date(Date.parse(attested.verifiedAt) + days * 24 * 3_600_000).toISOString();

/** A summary that passed; members of the predicate are replaced. */
export function summary(
  predicate: object = {},
  {
    purl = attested.purl,
    sha512 = attested.sha512,
    name,
  }: { purl?: string; sha512?: string; name?: string } = {},
): Record<string, unknown> {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: name ?? purl, digest: { sha512 } }],
    predicateType: vsaType,
    predicate: {
      verifier: { id: 'pkg:npm/reprove', version: { reprove: '0.1.0' } },
      timeVerified: attested.verifiedAt,
      resourceUri: purl,
      policy: { uri: 'pkg:npm/reprove#verdicts/v1' },
      verificationResult: 'PASSED',
      verifiedLevels: ['REPROVE_REPRODUCED_TAR_IDENTICAL'],
      reprove_result: {
        source: { repository: attested.repository, commit: attested.commit, directory: '' },
        verdict: { kind: 'reproduced', level: 'tar-identical' },
      },
      ...predicate,
    },
  };
}

/** A summary that failed. */
export const failedSummary = (predicate: object = {}): Record<string, unknown> =>
  summary({
    verificationResult: 'FAILED',
    verifiedLevels: ['FAILED'],
    reprove_result: {
      source: { repository: attested.repository, commit: attested.commit, directory: '' },
      verdict: { kind: 'differs', level: null },
    },
    ...predicate,
  });

/** A bundle as it is written; changed by who tampers. */
export interface Bundle {
  mediaType: string;
  verificationMaterial: { publicKey?: { hint: string }; [key: string]: unknown };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid?: string }[] };
}

/** Signs any value as a statement would be, in a sigstore bundle. */
export function bundle(statement: unknown, by: Signer, type = payloadType): Bundle {
  const payload = Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement));
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: by.id }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: type,
      signatures: [{ sig: by.sign(type, payload).toString('base64'), keyid: by.id }],
    },
  };
}

/** Bytes of an attestation. */
export const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Writes a folder of attestations, whatever they are; what can't be described is listed as about the release. */
export async function attestationFolder(folder: string, attestations: readonly unknown[]): Promise<void> {
  const entries = [];
  for (const each of attestations) {
    const bytes = bytesOf(each);
    const described = describeAttestation(bytes);
    const { purl, sha512 } = attested;
    entries.push(
      'fault' in described
        ? { sha256: sha256(bytes), type: vsaType, subjects: [{ name: purl, sha512 }] }
        : described,
    );
    const path = join(folder, attestationPath(sha256(bytes)));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.jsonl'), writeIndex(entries));
}

/** A result whose release has a real digest, that was rebuilt. */
export function attestedResult(fields: Partial<Result> = {}): Result {
  const { release, comparison, verdict } = result();
  const integrity = `sha512-${Buffer.from(attested.sha512, 'hex').toString('base64')}`;
  const rebuilt = comparedEntry('lib/index.js', {
    evidence: {
      kind: 'equivalent',
      to: 'rebuild',
      path: null,
      plan: plan().digest,
      normalizations: [{ name: 'line-endings', version: 1, detail: 'CRLF' }],
    },
  });
  return result({
    verifiedAt: attested.verifiedAt,
    release: { ...release, integrity, publishedIntegrity: integrity },
    rebuilds: [rebuild()],
    comparison: { ...comparison!, entries: [...comparison!.entries, rebuilt] },
    verdict: { ...verdict, level: 'equivalent' },
    ...fields,
  });
}
