import type { Command } from 'commander';
import { withFormatOption } from '../format-option.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { ReportCommandOptions } from '../report/run.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  every report was written, whatever its verdict; with --exit-code every release passed
  1, 3  with --exit-code: as verify
  2  wrong usage, or no result that this reprove can read
  4  this machine is the cause: permission denied, disk full
`;

/** `reprove report <result.json>` */
export function defineReport(program: Command, session: Session): void {
  const command = program
    .command('report')
    .summary('write an earlier result in another format')
    .description('Writes what `reprove verify --json` wrote in other formats. Nothing is verified again.')
    .argument('<result>', 'JSON file with one result or several');
  withFormatOption(command)
    .option(
      '-o, --output <dir>',
      'folder for the reports; without it the report of one format goes to stdout',
    )
    .option('--exit-code', 'exit as `verify` would, by what the policy makes of the results now');
  withExamples(
    withCommonOptions(command),
    [
      ['reprove report result.json --format html --output reports', ''],
      ['reprove report result.json --format markdown', 'on stdout'],
    ],
    exitCodes,
  ).action((path: string, options: ReportCommandOptions) => {
    session.start(import('../report/run.js').then(({ runReport }) => runReport(path, options, session)));
  });
}
