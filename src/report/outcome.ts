import { z } from 'zod';
import { exitCodes } from '../errors.js';
import { type Decision, decisionSchema } from '../policy/decision.js';
import { type Result, resultSchema } from '../result.js';

/** A spec that ended in an error instead of a result. */
export const failureSchema = z.object({
  spec: z.string().describe('As typed.'),
  error: z.object({
    code: z.string().describe('Stable, upper-case.'),
    message: z.string(),
    hint: z.string().describe('What to do next.'),
    exitCode: z.literal(Object.values(exitCodes)),
  }),
});
export type Failure = z.infer<typeof failureSchema>;

/** What became of one spec of a command line. */
export type Outcome = { spec: string; result: Result; decision?: Decision } | Failure;

/** A result with what the policy of a configuration makes of it, which is no part of what was found. */
const decidedResultSchema = resultSchema.extend({ decision: decisionSchema.optional() });

/** What `reprove verify --json` prints: an object for one spec, an array in the order of the specs for several. */
export const reportSchema = z.union([
  decidedResultSchema,
  failureSchema,
  z.array(z.union([decidedResultSchema, failureSchema])).min(2),
]);
