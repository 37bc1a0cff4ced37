import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

/** `reprove history <package>` */
export function defineHistory(program: Command, session: Session): void {
  const command = program
    .command('history')
    .summary("show a package's results over time")
    .description("Shows a package's stored results over time, newest first.")
    .argument('<package>', 'its name, such as lru-cache')
    .option('--limit <n>', 'as many at most', parseCount(1, 1_000), 20);
  withExamples(withStoreOptions(command), [['reprove history lru-cache', '']], storeExitCodes).action(
    (name: string, options: StoreCommandOptions & { limit: number }) => {
      session.start(
        import('../store/history.js').then(({ runHistory }) => runHistory(name, options, session)),
      );
    },
  );
}
