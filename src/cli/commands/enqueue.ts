import type { Command } from 'commander';
import { withInputs } from '../batch/input-options.js';
import type { EnqueueOptions } from '../enqueue/run.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';
import { storeExitCodes, withStorePlace } from '../store/options.js';

/** `reprove enqueue <input…>` */
export function defineEnqueue(program: Command, session: Session): void {
  const command = withInputs(
    program.command('enqueue').summary('leave it to workers to verify what a lockfile installs'),
  )
    .description(
      'Starts a run of what lockfiles and other inputs name and puts what is not known of it into the queue, for `reprove worker`. `reprove runs` shows how far ' +
        'it is (docs/fleet.md).',
    )
    .option('--no-rebuild', 'as the workers are started: results without rebuilds are no results with them')
    .option('--json', 'print the run as JSON');
  withExamples(
    withCommonOptions(withStorePlace(command)),
    [['reprove enqueue package-lock.json --database postgres://reprove@db/reprove', '']],
    storeExitCodes,
  ).action((inputs: string[], options: EnqueueOptions) => {
    session.start(import('../enqueue/run.js').then(({ runEnqueue }) => runEnqueue(inputs, options, session)));
  });
}
