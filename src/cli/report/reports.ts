import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nearest } from '../../config/nearest.js';
import type { Decision } from '../../policy/decision.js';
import type { Format } from '../../report/format.js';
import { formats } from '../../report/formats.js';
import type { Result } from '../../result.js';
import { CommandError, MachineError } from '../error.js';
import type { Io } from '../io.js';
import { fileNamer } from './file-names.js';

/** What a report is of. */
export interface Reported {
  result: Result;
  decision?: Decision;
}

/** Where the reports of `--format` go. */
export interface Reports {
  toStdout: boolean;
  /** Writes each as it comes. Throws `E_OUTPUT` for a file that can't be written. */
  write(results: Iterable<Reported> | AsyncIterable<Reported>): Promise<void>;
}

/**
 * Checks the formats and makes the folder before any work is done. Without a folder the one report of one format goes to stdout, where
 * that is free. Throws `E_USAGE` for what can't be, and `E_OUTPUT` for a folder that can't be made.
 */
export async function openReports(
  names: readonly string[],
  output: string | undefined,
  io: Io,
  free: { stdout: boolean },
): Promise<Reports> {
  const chosen = await Promise.all([...new Set(names)].map(load));
  if (output === undefined) {
    const [only] = chosen;
    if (!free.stdout || only === undefined || chosen.length > 1)
      throw new CommandError('several reports need a folder', 'Name one with --output <dir>.');
    return {
      toStdout: true,
      write: async (results) => {
        for await (const { result, decision } of results) io.stdout.write(await only.write(result, decision));
      },
    };
  }
  const folder = resolve(io.cwd, output);
  await makeFolder(folder);
  return { toStdout: false, write: (results) => writeAll(results, chosen, folder, io) };
}

async function load(name: string): Promise<Format> {
  const known = Object.keys(formats);
  const found = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (found !== undefined) return (await found()).format;
  const meant = nearest(name, known);
  throw new CommandError(
    `there is no format ${name}`,
    meant === null ? `Formats are ${known.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

async function makeFolder(folder: string): Promise<void> {
  const existing = await stat(folder).catch(() => null);
  if (existing !== null && !existing.isDirectory())
    throw new CommandError(`--output ${folder} is a file`, 'With --format, name a folder.');
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
}

/** Each file is written whole or not at all, and told on stderr. */
async function writeAll(
  results: Iterable<Reported> | AsyncIterable<Reported>,
  chosen: readonly Format[],
  folder: string,
  io: Io,
): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const nameOf = fileNamer();
  for await (const { result, decision } of results) {
    const name = nameOf(result.release);
    for (const format of chosen) {
      const file = join(folder, `${name}.${format.extension}`);
      const text = await format.write(result, decision);
      await writeFileAtomic(file, text).catch((cause: unknown) => {
        throw cannotWrite(file, cause);
      });
      io.stderr.write(`wrote ${file}\n`);
    }
  }
}

const cannotWrite = (place: string, cause: unknown): MachineError =>
  new MachineError({
    code: 'E_OUTPUT',
    message: `cannot write --output ${place}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
    hint: 'Check its permissions and the room on the disk.',
    cause,
  });
