import type { Command } from 'commander';
import type { DoctorOptions } from '../doctor/run.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';

/** `reprove doctor` */
export function defineDoctor(program: Command, session: Session): void {
  const command = program
    .command('doctor')
    .summary('say what works on this machine and what to install')
    .description(
      'Tries everything that a verification with a rebuild needs, and says what to install for what fails.',
    )
    .option('--json', 'print it as JSON');
  withExamples(withCommonOptions(command), [
    ['reprove doctor', 'exit code 0 when releases can be verified here, 4 when not'],
    ['reprove doctor --json', 'for a machine'],
  ]).action((options: DoctorOptions) => {
    session.start(import('../doctor/run.js').then(({ runDoctor }) => runDoctor(options, session)));
  });
}
