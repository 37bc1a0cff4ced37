import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

/** `reprove runs` */
export function defineRuns(program: Command, session: Session): void {
  const command = program
    .command('runs')
    .summary('show the batches that were run')
    .description('Shows the batches that were run, and what they came to, newest first.')
    .option('--limit <n>', 'as many at most', parseCount(1, 1_000), 20);
  withExamples(withStoreOptions(command), [['reprove runs --limit 5', '']], storeExitCodes).action(
    (options: StoreCommandOptions & { limit: number }) => {
      session.start(import('../store/runs.js').then(({ runRuns }) => runRuns(options, session)));
    },
  );
}
