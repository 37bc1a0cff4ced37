import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

type Options = StoreCommandOptions & { days?: number; keepRuns?: number; dryRun?: boolean };

/** `reprove prune` */
export function definePrune(program: Command, session: Session): void {
  const command = program
    .command('prune')
    .summary('remove old runs and results')
    .description(
      'Removes old runs, and results that no run that stays needs. The newest result of a release that such a run names stays.',
    )
    .option('--days <n>', 'what is older goes', parseCount(1, 36_500))
    .option('--keep-runs <n>', 'all runs but the newest n go', parseCount(1, 1_000_000))
    .option('--dry-run', 'only say how much would go');
  withExamples(
    withStoreOptions(command),
    [
      ['reprove prune --days 90', ''],
      ['reprove prune --keep-runs 30 --dry-run', ''],
    ],
    storeExitCodes,
  ).action((options: Options) => {
    session.start(import('../store/prune.js').then(({ runPrune }) => runPrune(options, session)));
  });
}
