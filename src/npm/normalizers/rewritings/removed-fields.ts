import type { Rewriting } from './rewriting.js';

/**
 * Fields that only the package's developers' tools read. clean-publish, clean-package, pnpm and many hand-written
 * scripts remove them. A field that node, npm or a bundler reads from an installed package is not here: removing
 * `exports`, `type` or `engines` changes what runs.
 */
const development = new Set([
  'all-contributors',
  'auto',
  'ava',
  'babel',
  'bundlesize',
  'c8',
  'clean-package',
  'clean-publish',
  'commitlint',
  'czConfig',
  'devDependencies',
  'devEngines',
  'eslintConfig',
  'eslintIgnore',
  'files',
  'gitHooks',
  'greenkeeper',
  'husky',
  'jest',
  'knip',
  'lint-staged',
  'mocha',
  'nano-staged',
  'np',
  'nx',
  'nyc',
  'overrides',
  'packageManager',
  'pnpm',
  'pre-commit',
  'pre-push',
  'prettier',
  'private',
  'publishConfig',
  'release',
  'release-it',
  'remarkConfig',
  'renovate',
  'resolutions',
  'semantic-release',
  'sharec',
  'simple-git-hooks',
  'size-limit',
  'standard-version',
  'stylelint',
  'tap',
  'tsd',
  'tsup',
  'typedoc',
  'vitest',
  'volta',
  'wireit',
  'workspaces',
  'xo',
  'yaspeller',
]);

/** A field of development tools that is gone. */
export const removedFields: Rewriting = ({ field, release }) =>
  release === undefined && development.has(field) ? `${field} removed` : null;
