import { z } from 'zod';

const time = z.iso.datetime({ offset: true });

const keySchema = z.strictObject({
  publicKey: z
    .string()
    .min(1)
    .describe(
      'Public key in PEM (SPKI), Ed25519 or ECDSA over P-256; or the path of a file with it, relative to this one.',
    ),
  from: time.optional().describe('ISO 8601: what says it was verified earlier does not count.'),
  until: time.optional().describe('ISO 8601: what says it was verified later does not count.'),
});

const identitySchema = z.strictObject({
  issuer: z.url().describe('Who vouched for the identity: the issuer in the certificate, exactly.'),
  subject: z
    .string()
    .min(1)
    .describe('Subject alternative name of the certificate, exactly: a workflow or an address.'),
});

const verifierSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w][\w .@/+-]{0,99}$/, {
      error: 'expected letters, digits, spaces and . @ / + - _, at most 100',
    })
    .describe('What reports call it.'),
  keys: z.array(keySchema).default([]),
  identities: z.array(identitySchema).default([]).describe('For sigstore keyless.'),
  id: z.string().min(1).optional().describe('What its summaries must have as `verifier.id`; any by default.'),
  foreignLevels: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Summaries of other tools name no commit. One that passed counts, for any commit, if it has one of these `verifiedLevels`; none by default.',
    ),
});

/** Whom to believe about releases, as a file that a person writes. Unknown keys are errors. */
export const trustPolicySchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  quorum: z.int().min(1).describe('How many of the verifiers must agree on source, commit and verdict.'),
  maxAgeDays: z.number().positive().max(36_500).default(365).describe('Older verifications do not count.'),
  accept: z
    .array(z.enum(['reproduced', 'inert']))
    .min(1)
    .default(['reproduced', 'inert'])
    .describe('Verdicts that pass.'),
  trustedRoot: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File with sigstore's trusted root (certificates and logs), relative to this one; that of the configuration or of sigstore's public instance by default.",
    ),
  verifiers: z.array(verifierSchema).min(1),
});
export type TrustPolicy = z.infer<typeof trustPolicySchema>;
