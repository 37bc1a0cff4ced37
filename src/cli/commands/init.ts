import { type Command, Option } from 'commander';
import { withExamples } from '../help.js';
import type { InitCommandOptions } from '../init/run.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  everything is there
  1  a file that is otherwise was left alone
  2  wrong usage, or no repository
`;

/** `reprove init` */
export function defineInit(program: Command, session: Session): void {
  const command = program
    .command('init')
    .summary('write workflows for the repository that one stands in')
    .description(
      'Writes what fits the repository that one stands in: a check of pull requests that change the lockfile, a nightly run over all dependencies, a gate for ' +
        'releases, and a configuration with a policy to begin with (docs/integrations.md). On a terminal it asks before it overwrites; elsewhere it leaves alone what is there.',
    )
    .addOption(new Option('--platform <name>', 'where pipelines run').choices(['github', 'gitlab']))
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--force', 'overwrite what is there');
  withExamples(
    command,
    [
      ['reprove init', ''],
      ['reprove init --dry-run', ''],
    ],
    exitCodes,
  ).action((options: InitCommandOptions) => {
    session.start(import('../init/run.js').then(({ runInit }) => runInit(options, session)));
  });
}
