import { z } from 'zod';
import { findingSchema } from '../judge/schema.js';
import { decisionSchema } from '../policy/decision.js';
import { resultSchema } from '../result.js';

/** Version of what `reprove gate --json` prints. */
export const gateSchemaVersion = 1;

const gatedPackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  directory: z.string().describe("The package's folder in the work tree; '' for its root."),
  integrity: z.string().describe('SRI of the tarball that was gated; nothing else is to be published.'),
  shasum: z.string().describe('Hex SHA-1 of the same.'),
  tarball: z.string().nullable().describe('Its file in the folder of --output; null without one.'),
  tag: z.string().nullable().describe('Git tag of the version at the commit; null where there is none yet.'),
  result: resultSchema
    .nullable()
    .describe('What verification found; null after publishing, where bytes are held against the record.'),
  decision: decisionSchema
    .nullable()
    .describe('What the policy makes of it, with what the gate found; null after publishing.'),
  findings: z
    .array(findingSchema)
    .describe('What the gate itself found; those of medium or high severity stop the release.'),
  passed: z.boolean(),
  exitCode: z.int(),
  reasons: z.array(z.string()).describe('Why it did not pass, one line each.'),
});
export type GatedPackage = z.infer<typeof gatedPackageSchema>;

/** What a gate saw and decided; also the record that `--published` and `--staged` are held against. */
export const gateSchema = z.object({
  schemaVersion: z.literal(gateSchemaVersion),
  reprove: z.string(),
  gatedAt: z.string().describe('ISO 8601.'),
  stage: z
    .enum(['before', 'staged', 'published'])
    .describe('Before publishing, while it waits for approval in the registry, or after.'),
  commit: z.string(),
  branch: z.string().nullable(),
  shallow: z.boolean(),
  packages: z.array(gatedPackageSchema),
  notes: z.array(z.string()).describe('What could not be looked at, one line each.'),
  passed: z.boolean(),
  exitCode: z.int(),
});
export type GateResult = z.infer<typeof gateSchema>;
