import type { Command } from 'commander';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  all are in the folder
  1  the folder's own index was changed
  2  wrong usage, or a file holds no signed attestation
  4  this machine is the cause: no permission, disk full
`;

/** `reprove publish-attestation <file…> --to <dir>` */
export function definePublishAttestation(program: Command, session: Session): void {
  const command = program
    .command('publish-attestation')
    .summary('add attestations to a folder that others can read')
    .description(
      'Adds signed attestations to a folder, by their content, and to its index. Put the folder into a git repository or behind any ' +
        'web server; it only ever grows.',
    )
    .argument('<file...>', 'what `reprove attest` wrote, or another DSSE envelope or sigstore bundle')
    .requiredOption('--to <dir>', 'the folder; it is made where there is none');
  withExamples(
    command,
    [['reprove publish-attestation lru-cache.intoto.jsonl --to ./attestations', '']],
    exitCodes,
  ).action((files: string[], { to }: { to: string }) => {
    session.start(import('../attest/publish.js').then(({ runPublish }) => runPublish(files, to, session)));
  });
}
