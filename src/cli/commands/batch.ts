import type { Command } from 'commander';
import { parseCount, parseDuration } from '../arguments.js';
import { withInputs } from '../batch/input-options.js';
import type { BatchOptions } from '../batch/run.js';
import { withFormatOption } from '../format-option.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption } from '../release-options.js';
import type { Session } from '../session.js';
import { withStorePlace } from '../store/options.js';

const exitCodes = `
Exit codes:
  0  nothing is suspicious, nothing got worse since the run before
  1  a release is suspicious or got worse, or the registry serves another tarball than the lockfile pins; with --strict
     also where one differs
  2  wrong usage or configuration, or no input
  3  a release could not be verified; with --strict also where one is inconclusive
  4  this machine is the cause: registry unreachable, no sandbox, database busy, disk full
  The first of 1, 2, 4, 3, 0 that holds. Interrupted: 130 (Ctrl-C), 143 (SIGTERM); the next run goes on.
`;

/** `reprove batch <lockfile…>` */
export function defineBatch(program: Command, session: Session): void {
  const command = withInputs(
    program.command('batch').summary('verify everything that a lockfile installs, and only what is new'),
  )
    .description(
      'Verifies what lockfiles and other inputs name, by the integrity that they pin, and stores each result: what is known already under the same rules is not ' +
        'verified again. Says what changed since the run before (docs/batch.md).',
    )
    .option(
      '--strict',
      'fail for everything that does not pass, not only for what is suspicious or got worse',
    )
    .option('--no-notify', 'tell nobody, whoever the configuration names')
    .option('--no-rebuild', 'compare with the source only; nothing is built')
    .addOption(sandboxOption())
    .option('--json', 'print what the run came to as JSON')
    .option('-o, --output <dir>', 'folder for the reports of --format');
  withFormatOption(command)
    .option('--timeout <duration>', 'longest time for one release, such as 90s or 20m', parseDuration)
    .option('--concurrency <n>', 'releases verified at the same time', parseCount(1, 64), 2);
  withExamples(
    withCommonOptions(withStorePlace(command)),
    [
      ['reprove batch package-lock.json', ''],
      ['reprove batch pnpm-lock.yaml --strict --json', 'for a machine'],
      ['reprove batch package-lock.json --changed-since origin/main', 'for a pull request'],
      ['reprove batch sbom.cdx.json --production', ''],
    ],
    exitCodes,
  ).action((inputs: string[], options: BatchOptions) => {
    session.start(
      import('../batch/run.js').then(({ runBatchCommand }) => runBatchCommand(inputs, options, session)),
    );
  });
}
