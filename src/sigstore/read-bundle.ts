import { type BundleWithDsseEnvelope, bundleFromJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { isJson, type Json, objectOf } from '../npm/json-object.js';
import { Refusal } from './refusal.js';

/** The only payload type of in-toto's envelopes. */
const payloadType = 'application/vnd.in-toto+json';

/** Most that one bundle may hold of each; honest ones hold one or two. */
const most = { logEntries: 8, timestamps: 8, checkpoint: 16_384 };

/**
 * Reads a bundle with sigstore's library. What that library works on before it has verified anything is bounded first: it makes
 * regular expressions of names in a checkpoint, and numbers of unbounded length. Throws `Refusal`, or what the library throws.
 */
export function readBundle(value: unknown): BundleWithDsseEnvelope {
  if (!isJson(value)) throw new Refusal('malformed', 'its bundle is no object');
  checkEnvelope(value.dsseEnvelope);
  checkMaterial(objectOf(value.verificationMaterial));
  const bundle = bundleFromJSON(value);
  if (!isBundleWithDsseEnvelope(bundle)) throw new Refusal('malformed', 'its bundle holds no envelope');
  return bundle;
}

function checkEnvelope(envelope: unknown): void {
  if (!isJson(envelope)) throw new Refusal('malformed', 'its bundle holds no envelope');
  if (envelope.payloadType !== payloadType) {
    const given = JSON.stringify(envelope.payloadType ?? null).slice(0, 100);
    throw new Refusal('payload-type', `its payload is of type ${given}, not ${payloadType}`);
  }
  const { signatures } = envelope;
  const signed = Array.isArray(signatures) && signatures.some((one) => (objectOf(one).sig ?? '') !== '');
  if (!signed) throw new Refusal('unsigned', 'its envelope has no signature');
}

function checkMaterial({ tlogEntries, timestampVerificationData }: Json): void {
  const entries = Array.isArray(tlogEntries) ? tlogEntries : [];
  const timestamps = objectOf(timestampVerificationData).rfc3161Timestamps;
  if (
    entries.length > most.logEntries ||
    (Array.isArray(timestamps) && timestamps.length > most.timestamps)
  ) {
    throw new Refusal('too-large', 'its bundle holds more log entries or timestamps than any honest one');
  }
  for (const entry of entries) {
    const { logIndex, inclusionProof } = objectOf(entry);
    const proof = objectOf(inclusionProof);
    if (!isIndex(logIndex) || !isIndex(proof.logIndex) || !isIndex(proof.treeSize)) {
      throw new Refusal('transparency-log', 'the place of its log entry is no number');
    }
    checkCheckpoint(objectOf(proof.checkpoint).envelope);
  }
}

const isIndex = (value: unknown): boolean =>
  value === undefined || value === null || /^\d{1,19}$/.test(String(value));

/** A checkpoint is a signed note: the tree's name, size and root, then a line for each signature. */
function checkCheckpoint(envelope: unknown): void {
  if (envelope === undefined || envelope === null) return;
  const text = String(envelope);
  const size = text.split('\n', 2)[1] ?? '';
  const names = [...text.matchAll(/\u2014 (\S+) /g)].map(([, name = '']) => name);
  const plain = names.every((name) => /^[\w./:-]{1,200}$/.test(name));
  if (text.length > most.checkpoint || !/^\d{1,19}$/.test(size) || !plain) {
    throw new Refusal('transparency-log', 'the checkpoint of its log is malformed');
  }
}
