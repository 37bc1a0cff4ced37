import { z } from 'zod';
import { exitCodes } from '../errors.js';

const reasonSchema = z.object({
  passes: z.boolean().describe('False: it is why the release fails.'),
  rule: z
    .string()
    .describe('Where the configuration says so: `policy.rules[0].level`; `default` where it says nothing.'),
  message: z.string().describe('One line.'),
});
export type DecisionReason = z.infer<typeof reasonSchema>;

const waivedSchema = z.object({
  waiver: z.string().describe('Where it is in the configuration: `waivers[0]`.'),
  path: z.string().nullable().describe('Entry, or that of the finding.'),
  signal: z.string().nullable().describe('Of the finding; null for an entry.'),
  fingerprint: z.string().nullable().describe('Of the finding; null for an entry.'),
  reason: z.string(),
  by: z.string(),
  expires: z.string(),
});
export type Waived = z.infer<typeof waivedSchema>;

const idleWaiverSchema = z.object({
  waiver: z.string(),
  state: z
    .enum(['expired', 'unused'])
    .describe('`unused`: it is about this release, and nothing of it is what it names.'),
  message: z.string().describe('One line.'),
});

/** What a policy makes of a result. The verdict stands beside it, unchanged. */
export const decisionSchema = z.object({
  outcome: z.enum(['pass', 'fail']),
  exitCode: z.literal(Object.values(exitCodes)),
  decidedAt: z.string().describe('ISO 8601: ages and expiry dates are held against it.'),
  reasons: z.array(reasonSchema).min(1).describe('Those for failing first.'),
  waived: z.array(waivedSchema),
  idle: z.array(idleWaiverSchema).describe('Waivers about this release that did nothing.'),
});
/** What a policy makes of a result; validated by `decisionSchema`. */
export type Decision = z.infer<typeof decisionSchema>;
