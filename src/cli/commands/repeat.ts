import type { Command } from 'commander';
import { parseDuration } from '../arguments.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption } from '../release-options.js';
import type { RepeatOptions } from '../repeat/run.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  every rebuild came out the same
  1  one did not, from the same source, packages and tools: the build is not reproducible
  2  wrong usage or configuration, or a result without a rebuild
  3  one did not, and what it was made from is not what it was
  4  this machine is the cause: registry or git host unreachable, no sandbox
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove repeat <result.json>` */
export function defineRepeat(program: Command, session: Session): void {
  const command = program
    .command('repeat')
    .summary('run the rebuilds of a result again')
    .description(
      'Runs the rebuilds of a result again, with its plans, from its commit, and held to the packages that they were served, and says ' +
        'whether they came out the same; if not, what differed (docs/repeat.md).',
    )
    .argument('<result.json>', 'what `verify --json` printed for one release')
    .option('--offline', 'ask no registry and no git host; only what is cached counts')
    .addOption(sandboxOption())
    .option('--json', 'print what came of it as JSON (docs/repeat.schema.json)')
    .option('-o, --output <file>', 'write the report to a file instead of stdout')
    .option('--timeout <duration>', 'longest time, such as 90s or 20m', parseDuration);
  withExamples(withCommonOptions(command), [['reprove repeat result.json', '']], exitCodes).action(
    (file: string, options: RepeatOptions) => {
      session.start(import('../repeat/run.js').then(({ runRepeat }) => runRepeat(file, options, session)));
    },
  );
}
