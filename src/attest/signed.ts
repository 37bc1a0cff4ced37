import { z } from 'zod';
import { notStrict, readJson } from './read-json.js';

/** Bytes of one attestation; a rebuild with ten thousand materials is half of it. */
export const largestAttestation = 8 * 2 ** 20;

/** A signature, and the key that it says it is of. */
interface Signature {
  keyId: string | null;
  bytes: Buffer;
}

/** An attestation as it was read; nothing in it has been verified. */
export interface Signed {
  payloadType: string;
  payload: Buffer;
  signatures: Signature[];
  /** The whole sigstore bundle where its signer is named by a certificate; null where keys are named. */
  certified: unknown;
}

const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, { error: 'is no base64' })
  .transform((text) => Buffer.from(text, 'base64'));

/** DSSE's JSON form (secure-systems-lab/dsse, envelope.md). Signatures may be none: that is for the caller to refuse. */
const envelopeSchema = z.looseObject({
  payload: base64,
  payloadType: z.string(),
  signatures: z.array(z.looseObject({ sig: base64, keyid: z.string().max(500).optional() })).max(16),
});

const bundleSchema = z.looseObject({
  mediaType: z
    .string()
    .regex(/^application\/vnd\.dev\.sigstore\.bundle(?:\+json;version=0\.[123]|\.v0\.3\+json)$/),
  verificationMaterial: z.looseObject({
    publicKey: z.looseObject({ hint: z.string().max(500) }).optional(),
    certificate: z.unknown().optional(),
    x509CertificateChain: z.unknown().optional(),
  }),
  dsseEnvelope: envelopeSchema.extend({ signatures: envelopeSchema.shape.signatures.max(1) }),
});

/**
 * Reads an attestation: a sigstore bundle around a DSSE envelope, or the envelope alone. Says in words why it is none. Never throws.
 */
export function readSigned(bytes: Buffer): Signed | { fault: string; unsigned?: true } {
  if (bytes.length > largestAttestation) return { fault: `it is larger than ${largestAttestation} bytes` };
  const json = readJson(bytes);
  if (json === null) return { fault: notStrict };
  const { value } = json;
  if (typeof value !== 'object' || value === null) return { fault: 'it is no JSON object' };
  if ('_type' in value) return { fault: 'it is a statement without an envelope', unsigned: true };
  return 'mediaType' in value ? fromBundle(value) : fromEnvelope(value);
}

function fromBundle(value: object): Signed | { fault: string; unsigned?: true } {
  const bundle = bundleSchema.safeParse(value);
  if (!bundle.success)
    return { fault: `it is no sigstore bundle that is known here: ${first(bundle.error)}` };
  const { verificationMaterial: material, dsseEnvelope } = bundle.data;
  const signers = [material.publicKey, material.certificate, material.x509CertificateChain];
  if (signers.filter((each) => each !== undefined && each !== null).length !== 1)
    return { fault: 'its bundle does not name one signer' };
  const { payload, payloadType, signatures } = dsseEnvelope;
  if (signatures.length === 0) return { fault: 'it has no signature', unsigned: true };
  const keyId = material.publicKey?.hint ?? null;
  return {
    payload,
    payloadType,
    signatures: signatures.map(({ sig }) => ({ keyId, bytes: sig })),
    certified: material.publicKey === undefined ? value : null,
  };
}

function fromEnvelope(value: object): Signed | { fault: string; unsigned?: true } {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return { fault: `it is neither bundle nor DSSE envelope: ${first(envelope.error)}` };
  const { payload, payloadType, signatures } = envelope.data;
  if (signatures.length === 0) return { fault: 'it has no signature', unsigned: true };
  return {
    payload,
    payloadType,
    signatures: signatures.map(({ sig, keyid }) => ({ keyId: keyid || null, bytes: sig })),
    certified: null,
  };
}

/** The first of what zod found. */
export function first({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined ? '' : `${issue.path.join('.')} ${issue.message}`.trim();
}
