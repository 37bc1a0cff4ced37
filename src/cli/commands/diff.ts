import type { Command } from 'commander';
import { parseDuration } from '../arguments.js';
import type { DiffCommandOptions } from '../diff/run.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  the same: the same tarball, tar stream or entries, or entries that named normalizers make equal
  1  different
  2  wrong usage or configuration, no such package or file
  3  one of the two could not be read whole: nothing unread counts as equal
  4  this machine is the cause: registry unreachable, disk full
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove diff <a> <b>` */
export function defineDiff(program: Command, session: Session): void {
  const command = program
    .command('diff')
    .summary('compare two tarballs, folders or releases')
    .description(
      'Compares two tarballs, folders or releases, entry by entry as npm installs them. a is the old one, b the new one. ' +
        'A folder is compared as it is: every file below it, no link followed.',
    )
    .argument('<a>', 'name, name@version, a purl, the path of a .tgz, or a folder (./folder)')
    .argument('<b>', 'the same')
    .option('--offline', 'ask no registry; only what is cached counts')
    .option('--json', 'print the result as JSON (docs/diff.schema.json)')
    .option('-o, --output <file>', 'write the report to a file instead of stdout')
    .option('--timeout <duration>', 'longest time, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(command),
    [
      ['reprove diff lru-cache@11.3.5 lru-cache@11.3.6', 'two releases'],
      ['reprove diff lru-cache@11.3.6 ./lru-cache-11.3.6.tgz', 'what was published and what was packed here'],
      ['reprove diff ./before ./after --json', 'two folders, for a machine'],
    ],
    exitCodes,
  ).action((a: string, b: string, options: DiffCommandOptions) => {
    session.start(import('../diff/run.js').then(({ runDiff }) => runDiff(a, b, options, session)));
  });
}
