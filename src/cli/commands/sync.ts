import type { Command } from 'commander';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  the folder has all that the other place has
  1  the other place lost attestations that it had, or has others than it lists
  2  wrong usage
  4  this machine is the cause: address unreachable, no permission, disk full
`;

/** `reprove sync <dir|url> --to <dir>` */
export function defineSync(program: Command, session: Session): void {
  const command = program
    .command('sync')
    .summary('copy attestations from another folder or address')
    .description(
      'Copies to a folder what another one has more. Every file is checked against its name, and an index that lost something since the ' +
        'last time is refused. Signatures are for `reprove check` to verify.',
    )
    .argument('<dir|url>', 'folder of attestations, its web address, or oci://host/name:tag')
    .requiredOption('--to <dir>', 'the folder; it is made where there is none');
  withExamples(
    command,
    [['reprove sync https://example.org/attestations --to ./attestations', '']],
    exitCodes,
  ).action((from: string, { to }: { to: string }) => {
    session.start(import('../attest/sync.js').then(({ runSync }) => runSync(from, to, session)));
  });
}
