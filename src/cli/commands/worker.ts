import type { Command } from 'commander';
import { parseCount, parseDuration } from '../arguments.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption } from '../release-options.js';
import type { Session } from '../session.js';
import { withStorePlace } from '../store/options.js';
import type { WorkerOptions } from '../worker/run.js';

const exitCodes = `
Exit codes:
  0  with --drain: the queue is empty
  2  wrong usage or configuration
  4  this machine can't work: no sandbox, disk full, database of another version
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM), with what it had given back.
`;

/** `reprove worker` */
export function defineWorker(program: Command, session: Session): void {
  const command = program
    .command('worker')
    .summary('verify what is in the queue')
    .description(
      'Takes releases from the queue of a database and verifies them, until it is stopped. Any number of workers share one PostgreSQL; one that is ' +
        'killed loses nothing but what it was at, which others take over (docs/fleet.md). Logs JSON lines.',
    )
    .option('--name <name>', 'unique among the workers of the database; made up unless given')
    .option(
      '--concurrency <n>',
      'releases verified at the same time; 0 for none, with --schedules',
      parseCount(0, 64),
      2,
    )
    .option('--no-large', 'leave what ran out of memory to other workers')
    .option('--no-native', 'leave what lacks a compiler here to other workers')
    .option('--drain', 'stop when the queue is empty')
    .option('--schedules', 'also start the runs that are due (reprove schedule)')
    .option('--metrics-port <port>', 'serve /metrics (Prometheus) and /healthz', parseCount(1, 65_535))
    .option('--metrics-host <host>', 'address to serve them at', '127.0.0.1')
    .option('--no-rebuild', 'compare with the source only; nothing is built')
    .addOption(sandboxOption())
    .option('--timeout <duration>', 'longest time for one release, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(withStorePlace(command)),
    [
      ['reprove worker --database postgres://reprove@db/reprove --concurrency 4', ''],
      ['reprove worker --drain', 'what was enqueued on this machine'],
    ],
    exitCodes,
  ).action((options: WorkerOptions) => {
    session.start(import('../worker/run.js').then(({ runWorker }) => runWorker(options, session)));
  });
}
