import { z } from 'zod';

/** Why something that is signed, or claims to be, does not count. */
const refusalReasonSchema = z.enum([
  'too-large',
  'malformed',
  'unsigned',
  'payload-type',
  'statement-type',
  'predicate-unknown',
  'predicate-malformed',
  'listing-disagrees',
  'subject-name',
  'subject-digest',
  'release-disagrees',
  'signature',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-log',
  'transparency-log',
  'log-disagrees',
  'timestamp',
  'key-unknown',
  'key-expired',
  'issuer',
  'certificate-disagrees',
]);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;

/** What checking came to. What could not be checked is neither valid nor invalid. */
const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('verified') }),
  z.object({ status: z.literal('refused'), reason: refusalReasonSchema, message: z.string() }),
  z.object({ status: z.literal('unchecked'), message: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What a build platform says of a build: certified, and the attestation says the same. */
const attestedBuildSchema = z.object({
  repository: z.string().describe('As the certificate names it.'),
  commit: z.string(),
  ref: z.string().nullable(),
  workflow: z
    .string()
    .nullable()
    .describe('File in the repository that describes the build, as the certificate names it.'),
  signer: z
    .string()
    .describe('What the platform let sign, without its revision: the workflow, or a reusable one.'),
  environment: z.string().nullable().describe("Whose machine it was: 'github-hosted', 'self-hosted'…"),
  trigger: z.string().nullable().describe('Event that started the build.'),
  run: z.string().nullable().describe('Address of the run.'),
  builder: z.string().nullable().describe('As the attestation names it; only the signer is certified.'),
});
export type AttestedBuild = z.infer<typeof attestedBuildSchema>;

const signerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('certificate'),
    issuer: z.string().describe('Who vouches for the identity.'),
    identity: z.string(),
  }),
  z.object({ kind: z.literal('key'), id: z.string() }),
]);

/** An entry of a transparency log that has the attestation. */
const logEntrySchema = z.object({
  log: z.string().describe('Address, as the trust root names it, or else the id in hex.'),
  index: z.string(),
  time: z
    .string()
    .nullable()
    .describe('ISO 8601, when the log took it in; null where the log vouches for no time.'),
});

/** One attestation of a release. Without `verified` nothing in it is fact. */
const attestationSchema = z.object({
  predicateType: z.string().nullable(),
  kind: z.enum(['provenance', 'publish', 'other']),
  outcome: outcomeSchema,
  signer: signerSchema.nullable().describe('Null unless verified.'),
  logEntries: z.array(logEntrySchema).describe('Empty unless verified.'),
  build: attestedBuildSchema.nullable().describe('For verified provenance.'),
});
export type Attestation = z.infer<typeof attestationSchema>;

/** A signature of the registry over name, version and integrity. */
const registrySignatureSchema = z.object({ key: z.string().nullable(), outcome: outcomeSchema });
export type RegistrySignature = z.infer<typeof registrySignatureSchema>;

/** What was signed about a release, and what of it holds. It points at a commit; it never makes a verdict. */
export const provenanceSchema = z.object({
  attested: z.boolean().describe('The registry states that there are attestations.'),
  attestations: z.array(attestationSchema),
  signatures: z.array(registrySignatureSchema),
  trustRoot: z
    .object({
      from: z.enum(['tuf', 'file']),
      name: z.string().nullable().describe('Host of the TUF repository.'),
      sha256: z.string(),
    })
    .nullable()
    .describe('Who is trusted to certify and to log; null when that was not needed, or could not be had.'),
  commit: z
    .string()
    .nullable()
    .describe(
      'Commit that verified provenance names, where its repository is the one that the release states.',
    ),
  repositoryAgrees: z
    .boolean()
    .nullable()
    .describe('Verified provenance names the repository that the release states; null without either.'),
  earlier: z
    .array(
      z.object({
        version: z.string(),
        build: attestedBuildSchema.nullable().describe('Null when its provenance could not be verified.'),
      }),
    )
    .describe('Earlier releases whose attestations were looked at for comparison.'),
  missing: z
    .object({
      since: z.string().describe('Earlier version that had attestations.'),
      previous: z.boolean().describe('It is the very release before this one.'),
    })
    .nullable()
    .describe('Set when this release has no attestations and earlier ones had.'),
  unchecked: z.array(z.string()).describe('What could not be had, and why.'),
});
export type Provenance = z.infer<typeof provenanceSchema>;
