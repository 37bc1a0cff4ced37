import type { Command } from 'commander';
import { Option } from 'commander';
import { parseDuration } from '../arguments.js';
import type { AttestOptions } from '../attest/run.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption, withReleaseOptions } from '../release-options.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  attested: the release is reproduced or inert
  1  attested: the release differs or is suspicious, and the summary says FAILED
  2  wrong usage or configuration, or a key that can't be used
  3  nothing was concluded, so nothing is attested
  4  this machine is the cause: registry or sigstore unreachable, no sandbox, disk full
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove attest <spec|result.json>` */
export function defineAttest(program: Command, session: Session): void {
  const command = program
    .command('attest')
    .summary('sign what a verification found, for others to check')
    .description(
      'Verifies a release, or takes the result of a verification, and writes signed in-toto statements: an SLSA verification summary ' +
        'and, where something was rebuilt, a rebuild attestation. One line each (docs/attestations.md). ' +
        'Without --key, --keyless or --unsigned it signs with sigstore where the job has an OIDC token.',
    )
    .argument(
      '<spec|result.json>',
      'name, name@version, a purl, the path of a .tgz; or what `verify --json` printed',
    )
    .addOption(new Option('--key <file>', 'sign with this private key').conflicts(['keyless', 'unsigned']))
    .addOption(new Option('--keyless', 'sign with sigstore, publicly').conflicts('unsigned'))
    .option('--unsigned', 'write bare statements, which nobody counts')
    .option('--verifier <uri>', 'what the summary calls the verifier; by default only the signature says')
    .option('-o, --output <file>', 'write the attestations to a file instead of stdout')
    .option('--fulcio-url <url>', 'certificate authority to use with --keyless')
    .option('--rekor-url <url>', 'transparency log to use with --keyless');
  withReleaseOptions(command)
    .option('--no-rebuild', 'compare with the source only; nothing is built')
    .option('--fresh', 'rebuild again what an earlier verification rebuilt')
    .addOption(sandboxOption())
    .option('--timeout <duration>', 'longest time, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(command),
    [
      ['reprove attest lru-cache@11.3.6 --key team.key -o lru-cache.intoto.jsonl', ''],
      ['reprove attest result.json --keyless -o attestations.jsonl', 'in a job with an OIDC token'],
    ],
    exitCodes,
  ).action((subject: string, options: AttestOptions) => {
    session.start(import('../attest/run.js').then(({ runAttest }) => runAttest(subject, options, session)));
  });
}
