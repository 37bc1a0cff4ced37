import { defineFailure } from './define-failure.js';

/** A build that asks git about its source, which is checked out without a repository. */
export const repositoryMissing = defineFailure('repository-missing', [
  { pattern: /fatal: not a git repository/i },
  { pattern: /\bnot (?:in )?a git (?:repository|directory|repo)\b/i },
]);
