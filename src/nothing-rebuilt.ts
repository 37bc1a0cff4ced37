import type { Accounts } from './compare/accounts.js';
import type { ReproveError } from './errors.js';
import type { InconclusiveCause } from './judge/schema.js';
import type { Rebuilds } from './rebuilding.js';
import type { Plan, Rebuild } from './sandbox/schema.js';

/** What is known of a release of which nothing was rebuilt, for whatever reason. */
export const nothingRebuilt = (accounts: Accounts): Rebuilds => ({
  plans: [],
  run: [],
  accounts,
  references: [],
  obstacle: null,
  close: async () => {},
});

/** That this machine, and not the release, kept files from being rebuilt. */
export const machineObstacle = (
  stage: InconclusiveCause['stage'],
  reason: string,
  { message, hint }: ReproveError,
): InconclusiveCause => ({ stage, reason, message, hint, give: [], failed: null, environment: true });

/** The record of a plan that was served nothing, ran nothing and packed no tarball. */
export const blankRebuild = (plan: Plan, engine: string): Rebuild => ({
  plan,
  engine,
  outcome: 'failed',
  failure: null,
  steps: [],
  materials: [],
  toolMaterials: [],
  refusals: [],
  proxyNotes: [],
  integrity: null,
  tarSha256: null,
  wallSeconds: 0,
  reusedFrom: null,
});
