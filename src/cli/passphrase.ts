import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError, Interruption } from './error.js';
import type { Io } from './io.js';

/** Where a passphrase is taken from when nobody can be asked. */
const variable = 'REPROVE_KEY_PASSPHRASE';

/**
 * The passphrase of a key: from the environment, else asked for on the terminal, without showing it.
 *
 * @param twice for a new one, so that no slip of a finger locks its key for ever.
 */
export async function passphrase(io: Io, { twice }: { twice: boolean }): Promise<string> {
  const given = io.env[variable];
  if (given !== undefined && given !== '') return given;
  if (given === '')
    throw new CommandError(`${variable} is empty`, 'Set a passphrase, or unset it to be asked.');
  if (process.stdin.isTTY !== true || io.stderr.isTTY !== true) {
    throw new CommandError(
      'the key has a passphrase, and there is no terminal to ask for it',
      twice ? `Set ${variable}, or give --no-passphrase.` : `Set ${variable}.`,
    );
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // From here to the end nothing that is typed is shown, not even before it is asked for.
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const ask = async (question: string) => {
    process.stderr.write(question);
    const answer = await terminal.question('');
    process.stderr.write('\n');
    return answer;
  };
  try {
    const first = await ask('Passphrase: ');
    if (first === '')
      throw new CommandError('the passphrase is empty', 'Give --no-passphrase if that is meant.');
    if (twice && (await ask('And again: ')) !== first)
      throw new CommandError('the two passphrases differ', 'Nothing was written. Try again.');
    return first;
  } catch (error) {
    // Node's own words for keys that end a line of input.
    const { name, message } = error as Error;
    if (name !== 'AbortError') throw error;
    if (message.endsWith('Ctrl+C')) throw new Interruption('SIGINT', 130);
    throw new CommandError('no passphrase was given', 'Nothing was written. Try again.');
  } finally {
    terminal.close();
  }
}
