import { type Command, Option } from 'commander';
import { withExamples } from '../help.js';
import type { KeygenOptions } from '../keygen/run.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  both files were written
  2  wrong usage, or one of the files is there already
  4  this machine is the cause: no permission, disk full
`;

/** `reprove keygen` */
export function defineKeygen(program: Command, session: Session): void {
  const command = program
    .command('keygen')
    .summary('make a key to sign attestations with')
    .description(
      'Makes a pair of keys: the private one in PKCS#8 for its owner alone, the public one beside it with .pub at the end. ' +
        'The passphrase is REPROVE_KEY_PASSPHRASE, or is asked for.',
    )
    .requiredOption('-o, --output <file>', 'where the private key goes; nothing is overwritten')
    .addOption(
      new Option('--algorithm <name>', 'kind of key').choices(['ed25519', 'ecdsa-p256']).default('ed25519'),
    )
    .option('--no-passphrase', 'leave the private key unencrypted, as a secret store keeps it');
  withExamples(
    command,
    [
      ['reprove keygen -o team.key', 'asks for a passphrase'],
      ['reprove keygen -o ci.key --no-passphrase', 'for a secret of a CI job'],
    ],
    exitCodes,
  ).action((options: KeygenOptions) => {
    session.start(import('../keygen/run.js').then(({ runKeygen }) => runKeygen(options, session)));
  });
}
