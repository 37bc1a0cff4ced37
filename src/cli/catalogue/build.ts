import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { buildCatalogue, type CatalogueList, catalogueListSchema } from '../../autotools/catalogue/build.js';
import { ownFile } from '../../config/own-file.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';

/** Options of `reprove catalogue build`. */
export interface CatalogueBuildOptions extends CommonOptions {
  to: string;
  list?: string;
}

/** Makes a catalogue from a list, and names what of it could not be had. */
export async function runCatalogueBuild(options: CatalogueBuildOptions, session: Session): Promise<ExitCode> {
  const { io, signal } = session;
  const list = await readList(options.list === undefined ? null : resolve(io.cwd, options.list));
  const { context, close } = await openContext(options, session);
  try {
    const say = (line: string) => io.stderr.write(`${escapeText(line)}\n`);
    const { bytes, lacking } = await buildCatalogue(list, say, { ...context, signal, progress: () => {} });
    await writeFileAtomic(resolve(io.cwd, options.to), bytes);
    io.stdout.write(`${escapeText(options.to)}: ${bytes.length} bytes\n`);
    for (const line of lacking) say(`left out: ${line}`);
    return lacking.length === 0 ? exitCodes.passed : exitCodes.environment;
  } finally {
    await close();
  }
}

async function readList(path: string | null): Promise<CatalogueList> {
  const name = path ?? 'data/build-files.json';
  try {
    return catalogueListSchema.parse(JSON.parse(await readFile(path ?? ownFile(name), 'utf8')));
  } catch (error) {
    const why =
      error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : (error as Error).message;
    throw new CommandError(
      `${name} is no list for a catalogue: ${why}`,
      'Begin with a copy of data/build-files.json.',
    );
  }
}
