import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

/** `reprove changes` */
export function defineChanges(program: Command, session: Session): void {
  const command = program
    .command('changes')
    .summary('show what changed between two runs')
    .description(
      'Shows what changed between two runs: verdicts, new phantoms, moved tags, publishers, lost provenance.',
    )
    .option('--since <run>', 'the earlier run; the one before unless given', parseCount(1, 999_999_999))
    .option('--run <run>', 'the later run; the newest that ended unless given', parseCount(1, 999_999_999));
  withExamples(
    withStoreOptions(command),
    [
      ['reprove changes', 'since the run before'],
      ['reprove changes --since 12', ''],
    ],
    storeExitCodes,
  ).action((options: StoreCommandOptions & { since?: number; run?: number }) => {
    session.start(import('../store/changes.js').then(({ runChanges }) => runChanges(options, session)));
  });
}
