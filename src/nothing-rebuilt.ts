import type { Accounts } from './compare/accounts.js';
import type { Rebuilds } from './rebuilding.js';

/** What is known of a release of which nothing was rebuilt, for whatever reason. */
export const nothingRebuilt = (accounts: Accounts): Rebuilds => ({
  plans: [],
  run: [],
  accounts,
  references: [],
  obstacle: null,
  close: async () => {},
});
