import type { DecidingConfig } from './check.js';

/**
 * A configuration without what only a published release can hold to: its age, its provenance, and what verifiers say of it. For what is
 * about to be published; the places of what is left stay the same. Pure.
 */
export const beforePublication = <T extends DecidingConfig>(config: T): T => ({
  ...config,
  policy: {
    ...config.policy,
    rules: config.policy.rules.map(({ minimumAgeDays, provenance, quorum, source, ...rule }) => ({
      ...rule,
      ...(source?.repository === undefined ? {} : { source: { repository: source.repository } }),
    })),
  },
});
