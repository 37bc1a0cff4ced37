import { z } from 'zod';

/** Why an attestation doesn't count. `alarm`: somebody changed something, so that no quorum passes over it. */
export const refusalReasons = {
  unreadable: { alarm: false, title: 'can not be read' },
  'not-its-digest': { alarm: true, title: 'is not what its name in the folder says' },
  unsigned: { alarm: false, title: 'is not signed' },
  'other-payload-type': { alarm: false, title: 'is no in-toto statement' },
  'unknown-signer': { alarm: false, title: 'is of nobody that the policy names' },
  'bad-signature': { alarm: true, title: 'names a key of the policy, which did not sign it' },
  'bad-certificate': { alarm: false, title: "its certificate or log entry doesn't hold" },
  'key-not-valid': {
    alarm: false,
    title: 'says that it was verified when the key or certificate was not to be used',
  },
  'other-predicate': { alarm: false, title: 'is no verification summary' },
  malformed: { alarm: false, title: 'is no statement as it should be' },
  'other-release': { alarm: false, title: 'is about another release' },
  'other-bytes': { alarm: false, title: 'is about other bytes of this release' },
  'other-verifier': { alarm: false, title: 'calls its verifier otherwise than the policy' },
  'other-repository': { alarm: false, title: 'is about another repository than is expected' },
  'from-the-future': { alarm: false, title: 'says that it was verified later than now' },
  'too-old': { alarm: false, title: 'is older than the policy allows' },
  superseded: { alarm: false, title: 'is followed by a later one of the same verifier' },
  'no-commit': { alarm: false, title: 'names no commit, and no level that the policy takes instead' },
  'verdict-not-accepted': { alarm: false, title: 'passed with a verdict that the policy does not accept' },
} as const;
export type RefusalReason = keyof typeof refusalReasons;

const refusalSchema = z.object({
  attestation: z.string().describe('Hex SHA-256 of the file.'),
  verifier: z.string().nullable().describe('Whose signature it bears; null where none of the policy holds.'),
  reason: z.enum(Object.keys(refusalReasons) as [RefusalReason, ...RefusalReason[]]),
  message: z.string(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** What one verifier says of the release: a signed summary that holds. */
const claimSchema = z.object({
  attestation: z.string().describe('Hex SHA-256 of the file.'),
  verifier: z.string().describe('Name in the policy.'),
  verifiedAt: z.string().describe('ISO 8601, as it says.'),
  result: z.enum(['passed', 'failed']),
  verdict: z.string().nullable().describe('Of reprove; null for summaries of other tools.'),
  source: z.object({ repository: z.string(), commit: z.string() }).nullable(),
  levels: z.array(z.string()),
});
export type Claim = z.infer<typeof claimSchema>;

/** Version of the shape. */
export const checkSchemaVersion = '1.0';

/** What `reprove check --json` prints for one release. */
export const checkSchema = z.object({
  schemaVersion: z.literal(checkSchemaVersion),
  reprove: z.string(),
  release: z.object({ purl: z.string(), integrity: z.string().nullable() }),
  outcome: z
    .enum(['passed', 'failed', 'insufficient'])
    .describe('`failed`: a verifier says so, verifiers disagree, or an attestation was tampered with.'),
  verdict: z.enum(['reproduced', 'inert']).nullable().describe('What the quorum says at least.'),
  source: claimSchema.shape.source.describe('What the quorum agrees on.'),
  quorum: z.object({ needed: z.int(), reached: z.int(), of: z.int() }),
  summary: z.string().describe('One sentence.'),
  agreeing: z.array(claimSchema),
  dissenting: z.array(claimSchema),
  refused: z.array(refusalSchema),
});
export type CheckResult = z.infer<typeof checkSchema>;
