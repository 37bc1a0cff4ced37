/** Why a step failed, as far as its log tells: stable kinds that later plans and readers of results go by. */
export const failureKinds = [
  'missing-script',
  'missing-command',
  'missing-module',
  'engine-mismatch',
  'network-refused',
  'git-dependency',
  'lockfile-mismatch',
  'dependency-not-found',
  'peer-conflict',
  'compiler-missing',
  'repository-missing',
  'out-of-memory',
  'out-of-disk',
  'out-of-time',
  'test-failure',
  'lint-failure',
  'type-errors',
] as const;
export type FailureKind = (typeof failureKinds)[number];
