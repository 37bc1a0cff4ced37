import { z } from 'zod';

/** The release before the one under verification, as it was compared with its source. */
export const baselineSchema = z.object({
  purl: z.string(),
  version: z.string(),
  integrity: z.string().describe('SRI of its tarball.'),
  commit: z.string().describe('Its revision in the source.'),
  findings: z.int().describe('How many it has; it was compared with its source alone, and nothing rebuilt.'),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Why nothing could be held against an earlier release; it never has a part in the verdict. */
export const baselineFailureSchema = z.object({
  reason: z
    .enum([
      'no-source',
      'no-earlier-release',
      'other-repository',
      'no-revision',
      'too-large',
      'too-slow',
      'unavailable',
    ])
    .describe('Stable kind.'),
  message: z.string().describe('One line.'),
});
export type BaselineFailure = z.infer<typeof baselineFailureSchema>;
