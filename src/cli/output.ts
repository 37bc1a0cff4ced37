import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CommandError, MachineError } from './error.js';
import type { Io } from './io.js';

/** Where a report goes: stdout, or a file that is written whole or not at all. */
export interface Destination {
  /** Absolute path; null for stdout. */
  file: string | null;
  write(text: string): Promise<void>;
}

/** Checks `--output` before any work is done. Throws `E_USAGE` when its folder isn't there. */
export async function destination(output: string | undefined, io: Io): Promise<Destination> {
  if (output === undefined) return { file: null, write: async (text) => void io.stdout.write(text) };
  const file = resolve(io.cwd, output);
  const parent = await stat(dirname(file)).catch(() => null);
  const existing = await stat(file).catch(() => null);
  if (parent?.isDirectory() !== true || existing?.isDirectory() === true) {
    throw new CommandError(`cannot write --output ${file}`, 'Name a file in a folder that exists.');
  }
  return { file, write: (text) => writeTo(file, text) };
}

async function writeTo(file: string, text: string): Promise<void> {
  try {
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(file, text);
  } catch (cause) {
    throw new MachineError({
      code: 'E_OUTPUT',
      message: `cannot write --output ${file}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      hint: 'Check its permissions and the room on the disk.',
      cause,
    });
  }
}
