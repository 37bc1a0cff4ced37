import { type Command, Option } from 'commander';
import { parseCount } from '../arguments.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { PlanCommandOptions } from '../plan/run.js';
import { withReleaseOptions } from '../release-options.js';
import type { Session } from '../session.js';

/** `reprove plan <spec>` */
export function definePlan(program: Command, session: Session): void {
  const command = program
    .command('plan')
    .summary('show how a release would be rebuilt, and why so')
    .description(
      'Prints the ranked plans for rebuilding a release, with the reason for each choice. Nothing is built.',
    )
    .argument('<spec>', 'name, name@version, name@tag, a purl, or the path of a .tgz');
  withReleaseOptions(command)
    .option('--rank <n>', 'only the plan of that rank; 1 is tried first', parseCount(1, 1_000))
    .option('--shell', 'print one plan (the first, or that of --rank) as a script to run in a container')
    .addOption(new Option('--json', 'print the plans as JSON').conflicts('shell'));
  withExamples(withCommonOptions(command), [
    ['reprove plan lru-cache@11.3.6', 'all plans with their reasons'],
    ['reprove plan lru-cache@11.3.6 --shell', 'the first as a script'],
    ['reprove plan uuid --rank 2 --json', 'the second as data'],
  ]).action((spec: string, options: PlanCommandOptions) => {
    session.start(import('../plan/run.js').then(({ runPlan }) => runPlan(spec, options, session)));
  });
}
