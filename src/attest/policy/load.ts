import { dirname, resolve } from 'node:path';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { schemaFaults } from '../../config/schema-faults.js';
import { textFile, whyUnreadable } from '../../config/text-file.js';
import { AttestError } from '../error.js';
import { type PublicKey, readPublicKey } from '../keys/public-key.js';
import { notStrict, readJson } from '../read-json.js';
import { type TrustPolicy, trustPolicySchema } from './schema.js';

/** A key of a verifier, and when it could be used. */
interface TrustedKey extends PublicKey {
  verifier: string;
  /** Milliseconds since 1970. */
  from: number;
  until: number;
}

/** A policy with everything that it names read. */
export interface Trust {
  quorum: number;
  maxAgeDays: number;
  accept: TrustPolicy['accept'];
  verifiers: readonly TrustPolicy['verifiers'][number][];
  keys: readonly TrustedKey[];
  /** Null where the policy names none. */
  trustedRoot: TrustedRoot | null;
}

const largest = { bytes: 4 * 2 ** 20, words: '4 MiB' };

/**
 * Reads a trust policy and the keys that it names. One key or identity, however it is written down, is one verifier: under two names
 * it would fill a quorum by itself.
 *
 * @throws {ReproveError} `E_TRUST_UNREADABLE`, `E_TRUST_INVALID`, `E_TRUSTED_ROOT`, exit code 2.
 */
export async function loadTrust(path: string): Promise<Trust> {
  const policy = parsePolicy(path, await readNamed(path, path));
  const keys = await Promise.all(
    policy.verifiers.flatMap((verifier) => verifier.keys.map((key) => trustedKey(path, verifier.name, key))),
  );
  const fault = faultOf(policy, keys);
  if (fault !== null) throw invalid(path, fault);
  const trustedRoot = policy.trustedRoot === undefined ? null : await rootOf(path, policy.trustedRoot);
  const { quorum, maxAgeDays, accept, verifiers } = policy;
  return { quorum, maxAgeDays, accept, verifiers, keys, trustedRoot };
}

function parsePolicy(path: string, text: string): TrustPolicy {
  const json = readJson(Buffer.from(text));
  if (json === null) throw invalid(path, notStrict);
  const parsed = trustPolicySchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const [fault, ...more] = schemaFaults(trustPolicySchema, parsed.error);
  throw invalid(path, `${fault}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
}

async function trustedKey(
  policy: string,
  verifier: string,
  { publicKey, from, until }: TrustPolicy['verifiers'][number]['keys'][number],
): Promise<TrustedKey> {
  const inline = publicKey.trimStart().startsWith('-----BEGIN');
  const pem = inline ? publicKey : await readNamed(resolve(dirname(policy), publicKey), policy);
  const read = readPublicKey(pem);
  if ('fault' in read)
    throw invalid(
      policy,
      `a key of ${verifier}${inline ? '' : ` (${publicKey})`} can't be used: ${read.fault}`,
    );
  return {
    ...read,
    verifier,
    from: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
    until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until),
  };
}

/** What no schema can say. */
function faultOf({ verifiers, quorum }: TrustPolicy, keys: readonly TrustedKey[]): string | null {
  const name = twice(verifiers.map((each) => each.name.toLowerCase()));
  if (name !== null) return `two verifiers are called ${name}`;
  const empty = verifiers.find((each) => each.keys.length + each.identities.length === 0);
  if (empty !== undefined) return `${empty.name} has neither keys nor identities`;
  const key = twice(keys.map(({ id }) => id));
  if (key !== null) {
    const names = keys.filter(({ id }) => id === key).map(({ verifier }) => verifier);
    return `one key (${key.slice(0, 12)}) is there twice, of ${names.join(' and of ')}: one key is one verifier`;
  }
  const identities = verifiers.flatMap((each) => each.identities);
  const identity = twice(identities.map(({ issuer, subject }) => JSON.stringify([issuer, subject])));
  if (identity !== null) return `one identity is there twice: ${identity}`;
  if (keys.some(({ from, until }) => from >= until)) return 'a key ends before it begins';
  if (quorum > verifiers.length)
    return `a quorum of ${quorum} can't be reached by ${verifiers.length} verifiers`;
  return null;
}

const twice = (words: readonly string[]): string | null =>
  words.find((word, at) => words.indexOf(word) !== at) ?? null;

/** The libraries that read it are loaded for a policy that names one only. */
async function rootOf(policy: string, path: string): Promise<TrustedRoot> {
  const { trustRootOfFile } = await import('../../sigstore/trust-root.js');
  return (await trustRootOfFile(resolve(dirname(policy), path))).content;
}

async function readNamed(path: string, policy: string): Promise<string> {
  try {
    return await textFile(path, largest);
  } catch (cause) {
    throw unreadable(path === policy ? path : `${path}, which ${policy} names`, cause);
  }
}

const unreadable = (what: string, cause: unknown): AttestError =>
  new AttestError({
    code: 'E_TRUST_UNREADABLE',
    message: `cannot read ${what}: ${whyUnreadable(cause)}`,
    hint: 'Name a trust policy with --trust.',
    cause,
  });

const invalid = (path: string, fault: string): AttestError =>
  new AttestError({
    code: 'E_TRUST_INVALID',
    message: `the trust policy ${path} is not valid: ${fault}`,
    hint: 'docs/trust.schema.json describes every key, docs/attestations.md what they mean.',
  });
