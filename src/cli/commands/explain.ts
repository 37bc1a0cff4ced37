import type { Command } from 'commander';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  the page was printed
  2  nothing has that name
`;

/** `reprove explain [name]` */
export function defineExplain(program: Command, session: Session): void {
  const command = program
    .command('explain')
    .summary('print the page of a signal, a normalizer or a verdict')
    .description(
      'Prints what there is to know of a signal, a normalizer or a verdict; without a name, all names.',
    )
    .argument('[name]', 'such as code-inserted, line-endings or inert');
  withExamples(
    command,
    [
      ['reprove explain', 'all names'],
      ['reprove explain install-hook-added', ''],
    ],
    exitCodes,
  ).action((name: string | undefined) => {
    session.start(import('../explain/run.js').then(({ runExplain }) => runExplain(name, session)));
  });
}
