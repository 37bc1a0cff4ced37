import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { generateKey, type KeyAlgorithm } from '../../attest/keys/generate-key.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { CommandError, MachineError } from '../error.js';
import { passphrase } from '../passphrase.js';
import type { Session } from '../session.js';

/** `reprove keygen`'s options as commander hands them over. */
export interface KeygenOptions {
  output: string;
  algorithm: KeyAlgorithm;
  passphrase: boolean;
}

/** Makes a pair of keys and says how others come to trust it. */
export async function runKeygen(options: KeygenOptions, { io }: Session): Promise<ExitCode> {
  const file = resolve(io.cwd, options.output);
  const secret = options.passphrase ? await passphrase(io, { twice: true }) : null;
  const { privatePem, publicPem, id } = generateKey(options.algorithm, secret);
  await writeNew(file, privatePem, 0o600);
  // Never one without the other: a lone half would be taken for that of another key of this name.
  await writeNew(`${file}.pub`, publicPem, 0o644).catch(async (cause: unknown) => {
    await rm(file);
    throw cause;
  });
  io.stdout.write(
    `key ${id}\n  private  ${escapeText(file)}\n  public   ${escapeText(`${file}.pub`)}, for the trust policies of others\n`,
  );
  return exitCodes.passed;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    const file = await open(path, 'wx', mode);
    try {
      // The process's mask may have taken more away; it must not have left more.
      await file.chmod(mode);
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT') {
      const why = code === 'EEXIST' ? 'it is there already' : 'there is no such folder';
      throw new CommandError(`${path} is not written: ${why}`, 'Name a new file in a folder that exists.');
    }
    throw new MachineError({
      code: 'E_OUTPUT',
      message: `cannot write ${path}: ${code ?? message}`,
      hint: 'Check its permissions and the room on the disk.',
      cause,
    });
  }
}
