import type { Command } from 'commander';
import { parseDuration } from '../arguments.js';
import type { CheckOptions } from '../check/run.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  the quorum says that it passed
  1  a verifier says that it did not, verifiers disagree, or an attestation, a signature or an index was changed
  2  wrong usage, configuration or trust policy
  3  not enough attestations
  4  this machine is the cause: registry or attestations unreachable, disk full
  Of several releases the first of 1, 2, 4, 3, 0 that occurs. Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove check <spec|package-lock.json>` */
export function defineCheck(program: Command, session: Session): void {
  const command = program
    .command('check')
    .summary('say what verifiers you trust found, without building')
    .description(
      'Looks for attestations of a release, or of everything that a lockfile installs, and says whether enough of the verifiers that a ' +
        'trust policy names agree on its source and verdict (docs/attestations.md). Nothing is built.',
    )
    .argument('<spec|lockfile>', 'name, name@version, a purl, the path of a .tgz; or of a lockfile')
    .requiredOption(
      '--attestations <dir|url>',
      'folder of attestations, its web address, or oci://host/name:tag',
    )
    .requiredOption('--trust <policy>', 'trust policy (docs/trust.schema.json)')
    .option('--offline', 'ask no registry and no server; only what is cached counts')
    .option('--json', 'print the result as JSON (docs/check.schema.json)')
    .option('-o, --output <file>', 'write the report to a file instead of stdout')
    .option('--timeout <duration>', 'longest time, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(command),
    [
      ['reprove check lru-cache@11.3.6 --attestations ./attestations --trust trust.json', ''],
      [
        'reprove check package-lock.json --attestations https://example.org/attestations --trust trust.json',
        '',
      ],
    ],
    exitCodes,
  ).action((subject: string, options: CheckOptions) => {
    session.start(import('../check/run.js').then(({ runCheck }) => runCheck(subject, options, session)));
  });
}
