import type { PlanStep } from '../../sandbox/schema.js';
import type { SourceFacts } from './source-facts.js';
import { plainVersion } from './versions.js';

/**
 * Fixed text that makes a repository with one commit of the source; `$1` is a tag. What the install has added is not part of it.
 * There is no history: the checkout has none, and a build gets none of the publisher's.
 */
const text =
  'git init -q . && git config user.name build && git config user.email build@localhost && ' +
  'git add -A . \':(exclude,glob)**/node_modules/**\' && git commit -q -m source && git tag -- "$1"';

/** Makes the root of the source a git repository, for builds that list the source's files or ask for its state. */
export function gitStep({ input }: SourceFacts): PlanStep {
  const version = plainVersion(input.release);
  return {
    name: 'make a git repository',
    phase: 'build',
    command: ['sh', '-c', text, 'sh', version === '' ? 'source' : `v${version}`],
    directory: '',
    environment: {
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_DATE: input.commitTime,
      GIT_COMMITTER_DATE: input.commitTime,
    },
    network: 'none',
    optional: true,
    reason: 'a build may ask git for the files of the source, and the checkout is no repository',
  };
}
