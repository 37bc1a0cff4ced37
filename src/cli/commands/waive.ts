import type { Command } from 'commander';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { withStorePlace } from '../store/options.js';
import type { WaiveOptions } from '../waive/options.js';

const exitCodes = `
Exit codes:
  0  written, or waived already
  2  wrong usage or configuration, or nothing that could be waived exactly
  4  this machine is the cause: permission denied, disk full, database busy
`;

/** `reprove waive <result.json|name@version>` */
export function defineWaive(program: Command, session: Session): void {
  const command = program
    .command('waive')
    .summary('let one thing of a release pass, for a time')
    .description(
      'Writes a waiver into the configuration file, for one entry or one finding of a result, bound to its content: whatever else comes is ' +
        'not waived (docs/policy.md). Look at it first: a waiver says that somebody did.',
    )
    .argument('<result>', 'what `verify --json` printed for one release, or name@version of a stored result')
    .option('--path <path>', 'the entry, or that of the finding')
    .option('--signal <id>', 'the finding of this signal, or of this fingerprint')
    .option('--all', 'everything that the verdict rests on')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--by <who>', 'who decided it')
    .requiredOption('--expires <day>', 'the day from which it no longer holds, or 90d')
    .option('--range <range>', 'versions with the same content, such as ^1.2.0, instead of this one')
    .option('--dry-run', 'print it and write nothing')
    .option(
      '--config <file>',
      'configuration file (REPROVE_CONFIG); a new reprove.config.json where there is none',
    )
    .option('-v, --verbose', 'show details, and stacks of errors');
  withExamples(
    withStorePlace(command),
    [
      ['reprove waive result.json --path lib/banner.js --reason "read it" --by ann --expires 90d', ''],
      [
        'reprove waive tiny@1.2.3 --signal publisher-changed --reason "new CI" --by ann --expires 2027-03-01',
        '',
      ],
    ],
    exitCodes,
  ).action((subject: string, options: WaiveOptions) => {
    session.start(import('../waive/run.js').then(({ runWaive }) => runWaive(subject, options, session)));
  });
}
