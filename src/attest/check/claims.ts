import { createHash } from 'node:crypto';
import type { Trust } from '../policy/load.js';
import { notStrict, readJson } from '../read-json.js';
import { first, largestAttestation, readSigned } from '../signed.js';
import { type Statement, statementSchema } from '../statement.js';
import { payloadType, vsaType } from '../type-uris.js';
import { type Vsa, vsaSchema } from '../vsa.js';
import type { Claim, Refusal, RefusalReason } from './schema.js';
import { type Signer, signersOf } from './signers.js';

/** The release that is checked, and what is expected of it. */
export interface Checked {
  purl: string;
  /** Hex, of the tarball that is installed or served. */
  sha512: string;
  /** Whether a repository is one that may be; true where nothing is expected. */
  isExpectedSource: (repository: string) => boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** An attestation under the name that the folder gives it. */
export interface Filed {
  /** Hex SHA-256 that the bytes must have. */
  name: string;
  bytes: Buffer;
}

/** What a file gives: claims that hold, or why there are none. */
export interface Claims {
  claims: Claim[];
  refused: Refusal[];
}

/** Clocks differ by less, in milliseconds. */
const skew = 5 * 60_000;
const day = 24 * 3_600_000;

/** Reads what verifiers of the policy say in one file: first who signed, then what. Nothing that is wrong with it is thrown. */
export async function claimsOf({ name, bytes }: Filed, checked: Checked, trust: Trust): Promise<Claims> {
  const refuse = (reason: RefusalReason, message: string, verifier: string | null = null): Refusal => ({
    attestation: name,
    verifier,
    reason,
    message,
  });
  // A place hands over one byte more than is allowed, so that this can be told from what was changed.
  if (bytes.length > largestAttestation)
    return { claims: [], refused: [refuse('unreadable', `it is larger than ${largestAttestation} bytes`)] };
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== name) return { claims: [], refused: [refuse('not-its-digest', `its SHA-256 is ${digest}`)] };
  const signed = readSigned(bytes);
  if ('fault' in signed)
    return { claims: [], refused: [refuse(signed.unsigned ? 'unsigned' : 'unreadable', signed.fault)] };
  if (signed.payloadType !== payloadType)
    return { claims: [], refused: [refuse('other-payload-type', signed.payloadType.slice(0, 200))] };
  const { signers, refusals } = await signersOf(signed, trust);
  const refused = refusals.map((each) => refuse(each.reason, each.message, each.verifier));
  if (signers.length === 0) return { claims: [], refused };

  const read = readVsa(signed.payload);
  const claims: Claim[] = [];
  for (const signer of signers) {
    const no = (reason: RefusalReason, message: string) =>
      refused.push(refuse(reason, message, signer.verifier));
    if ('reason' in read) no(read.reason, read.message);
    else {
      const fault = faultOf(read.statement, read.vsa, signer, checked, trust);
      if (fault === null) claims.push(claimOf(name, signer, read.vsa));
      else no(...fault);
    }
  }
  return { claims, refused };
}

function readVsa(
  payload: Buffer,
): { statement: Statement; vsa: Vsa } | { reason: RefusalReason; message: string } {
  const json = readJson(payload);
  if (json === null) return { reason: 'malformed', message: notStrict };
  const statement = statementSchema.safeParse(json.value);
  if (!statement.success) return { reason: 'malformed', message: first(statement.error) };
  if (statement.data.predicateType !== vsaType)
    return { reason: 'other-predicate', message: statement.data.predicateType };
  const vsa = vsaSchema.safeParse(statement.data.predicate);
  if (!vsa.success) return { reason: 'malformed', message: first(vsa.error) };
  return { statement: statement.data, vsa: vsa.data };
}

/** Why a signed summary says nothing about this release; null when it does. */
function faultOf(
  { subject }: Statement,
  vsa: Vsa,
  { verifier, signedWith }: Signer,
  { purl, sha512, isExpectedSource, now }: Checked,
  trust: Trust,
): [RefusalReason, string] | null {
  const { id } = trust.verifiers.find(({ name }) => name === verifier)!;
  const time = Date.parse(vsa.timeVerified);
  if (vsa.resourceUri !== purl) return ['other-release', `it is about ${vsa.resourceUri}`];
  const named = subject.filter(({ name }) => name === undefined || !name.startsWith('pkg:') || name === purl);
  if (named.length === 0) return ['other-release', `its subject is ${subject[0]?.name}`];
  if (!named.some(({ digest }) => Object.hasOwn(digest, 'sha512') && digest.sha512 === sha512))
    return ['other-bytes', `${vsa.verificationResult}, of a tarball with another SHA-512`];
  if (id !== undefined && vsa.verifier.id !== id) return ['other-verifier', vsa.verifier.id];
  if (time > now + skew) return ['from-the-future', vsa.timeVerified];
  if (time < signedWith.from || time > signedWith.until)
    return ['key-not-valid', `verified ${vsa.timeVerified}, signed with ${signedWith.words}`];
  if (time < now - trust.maxAgeDays * day) return ['too-old', `verified ${vsa.timeVerified}`];
  const repository = vsa.reprove_result?.source.repository;
  if (repository !== undefined && !isExpectedSource(repository)) return ['other-repository', repository];
  return null;
}

function claimOf(attestation: string, { verifier }: Signer, vsa: Vsa): Claim {
  const { source, verdict } = vsa.reprove_result ?? {};
  return {
    attestation,
    verifier,
    verifiedAt: vsa.timeVerified,
    result: vsa.verificationResult === 'PASSED' ? 'passed' : 'failed',
    verdict: verdict?.kind ?? null,
    source: source === undefined ? null : { repository: source.repository, commit: source.commit },
    levels: vsa.verifiedLevels,
  };
}
