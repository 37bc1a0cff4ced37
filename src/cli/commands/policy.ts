import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { PolicyTestOptions } from '../policy/test.js';
import type { Session } from '../session.js';
import { withStoreOptions } from '../store/options.js';

const exitCodes = `
Exit codes:
  0  every stored result would pass
  1  one would fail
  2  wrong usage, configuration or policy
  4  the database cannot be used: busy, unreachable, of another version, disk full
`;

/** `reprove policy test` */
export function definePolicy(program: Command, session: Session): void {
  const policy = program
    .command('policy')
    .summary('try the policy of the configuration')
    .description('Tries the policy of the configuration (docs/policy.md).');
  const test = policy
    .command('test')
    .description(
      'Says what the policy would make of stored results, as of today, and which of them are decided otherwise than by their verdicts ' +
        'alone. Nothing is verified, and nothing stored is changed.',
    )
    .option('--config <file>', 'configuration file (REPROVE_CONFIG)')
    .option('--against <file>', 'compare with the policy of this configuration instead')
    .option(
      '--run <run>',
      'the results of this run; the newest of each release unless given',
      parseCount(1, 999_999_999),
    )
    .option('--since <day>', 'only results since a day, such as 2026-11-01');
  withExamples(
    withStoreOptions(test),
    [
      ['reprove policy test', ''],
      ['reprove policy test --config stricter.json --against reprove.config.json', ''],
    ],
    exitCodes,
  ).action((options: PolicyTestOptions) => {
    session.start(import('../policy/test.js').then(({ runPolicyTest }) => runPolicyTest(options, session)));
  });
}
