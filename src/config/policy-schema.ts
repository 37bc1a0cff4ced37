import { z } from 'zod';
import { defaultConfig } from './defaults.js';
import { nearest } from './nearest.js';
import { packagePattern } from './package-pattern.js';
import { signalNames } from './signal-names.js';

/** Why, in the words of whoever decided it. */
export const reason = z.string().trim().min(1, 'say why').max(1_000);

const pattern = z
  .string()
  .refine(
    (text) => packagePattern(text) !== null,
    'expected a pattern over names, such as `@team/*`, with a range of versions after an @ if it is not for all',
  );

const packages = z
  .array(pattern)
  .min(1)
  .describe(
    'Patterns over names, each with a range of versions after an `@` if it is not for all: `lru-cache`, `@team/*`, `left-pad@^1`. `*` does not reach over a slash, `**` does.',
  );

/** The name of a signal; a wrong one is told with the one that was probably meant. */
export const signalName = z.enum(signalNames, {
  error: ({ input }) => {
    const meant = typeof input === 'string' ? nearest(input, signalNames) : null;
    return meant === null
      ? 'expected a signal (`reprove explain` lists all)'
      : `no signal: did you mean "${meant}"?`;
  },
});

const expectedOriginSchema = z
  .strictObject({
    repository: z.string().min(1).optional().describe('Address that the source must have.'),
    branch: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Branch that verified provenance must name, a pattern; tags in full, as in `refs/tags/v*`.'),
    builder: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe(
        'What must have signed the provenance, a pattern over its address without a revision: `https://github.com/team/*/.github/workflows/release.yml`.',
      ),
  })
  .refine((origin) => Object.keys(origin).length > 0, 'expected `repository`, `branch` or `builder`');

/** What must hold of releases, by pattern. */
const ruleSchema = z.strictObject({
  packages,
  reason: reason.optional().describe('For whoever reads the file.'),
  verdicts: z
    .array(z.enum(['reproduced', 'inert', 'differs', 'inconclusive']))
    .min(1)
    .optional()
    .describe('Verdicts that pass. `suspicious` is none that a rule lets pass.'),
  level: z
    .enum(['bit-identical', 'tar-identical', 'content-identical', 'equivalent'])
    .optional()
    .describe('Level that `reproduced` must have at least.'),
  source: expectedOriginSchema.optional().describe('Where the release must come from.'),
  provenance: z
    .enum(['required', 'optional'])
    .optional()
    .describe('`required`: verified provenance of the very commit that the release was compared with.'),
  quorum: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('Verifiers of `policy.trust` that must agree, as `reprove check` counts them; 0 for none.'),
  minimumAgeDays: z.number().min(0).max(3_650).optional().describe('Days since its publication.'),
  exemptBefore: z.iso
    .date()
    .optional()
    .describe('Releases published before this day (UTC) are not held to `level` and `provenance`.'),
  findings: z
    .enum(['high', 'medium', 'low', 'info'])
    .optional()
    .describe('Findings of this severity and above fail; `high` unless stated.'),
  baseline: z
    .enum(['none', 'same-major', 'any'])
    .optional()
    .describe(
      'Release before this one that may excuse: findings below high and entries that cannot act pass where it has the same. `none` unless stated.',
    ),
});
export type PolicyRule = z.infer<typeof ruleSchema>;

const signalRuleSchema = z.strictObject({
  signal: signalName,
  packages: packages.default(['**']),
  severity: z
    .enum(['off', 'info', 'low', 'medium', 'high'])
    .describe(
      'What the policy takes its findings for. A high finding stays high: only a waiver lets it pass.',
    ),
  reason: reason.describe('Why.'),
});
export type SignalRule = z.infer<typeof signalRuleSchema>;

/** What passes. It decides the exit code and never changes a verdict. */
export const policySchema = z
  .strictObject({
    inert: z
      .enum(['pass', 'fail'])
      .default(defaultConfig.policy.inert)
      .describe('Whether `inert` passes where no rule says which verdicts do.'),
    rules: z
      .array(ruleSchema)
      .max(1_000)
      .default([])
      .describe('Each key is that of the first rule that matches the release and has it.'),
    attestations: z
      .string()
      .min(1)
      .optional()
      .describe(
        'For `quorum`: folder of attestations (relative to this file), its web address, or `oci://host/name:tag`.',
      ),
    trust: z
      .string()
      .min(1)
      .optional()
      .describe('For `quorum`: trust policy, which names the verifiers; relative to this file.'),
    signals: z
      .array(signalRuleSchema)
      .max(1_000)
      .default([])
      .describe('Severities of the own; the first that matches signal and release counts.'),
  })
  .superRefine(({ rules, attestations, trust }, context) => {
    if (!rules.some(({ quorum = 0 }) => quorum > 0)) return;
    for (const [key, value] of Object.entries({ attestations, trust }))
      if (value === undefined)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'expected, since a rule asks for a quorum',
        });
  })
  .prefault({});
export type Policy = z.infer<typeof policySchema>;
