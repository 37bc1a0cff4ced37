import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../config/load.js';
import type { Config } from '../../config/schema.js';
import { textFile } from '../../config/text-file.js';
import type { Waiver } from '../../config/waiver-schema.js';
import { CommandError, MachineError } from '../error.js';
import type { Io } from '../io.js';

/** The configuration that waivers are written into. */
interface ConfigFile {
  path: string;
  config: Config;
  /** Adds waivers; the file is written whole or not at all. */
  add(waivers: readonly Waiver[]): Promise<void>;
}

const largest = { bytes: 2 ** 20, words: '1 MiB' };

/** The configuration that is used here, which must be JSON; a new one in the current folder where there is none. Throws what loading it throws. */
export async function configToEdit(named: string | undefined, io: Io): Promise<ConfigFile> {
  const { config, file } = await loadConfig(named, io);
  if (file !== null && !/\.json$/i.test(file))
    throw new CommandError(
      `${file} is a program, and waivers are written into JSON only`,
      'Print the waiver with --dry-run and put it there yourself, or keep waivers in a JSON file that it reads.',
    );
  const path = file ?? join(io.cwd, 'reprove.config.json');
  return { path, config, add: (waivers) => addTo(path, file === null, waivers) };
}

async function addTo(path: string, isNew: boolean, waivers: readonly Waiver[]): Promise<void> {
  const [{ withWaivers }, { parseConfig }, { default: writeFileAtomic }] = await Promise.all([
    import('../../config/edit-waivers.js'),
    import('../../config/parse.js'),
    import('write-file-atomic'),
  ]);
  try {
    const text = isNew ? '{}\n' : await textFile(path, largest);
    const edited = withWaivers(text, waivers);
    const parsed = parseConfig(JSON.parse(edited));
    if ('faults' in parsed) throw new Error(parsed.faults[0]);
    const mode = isNew ? undefined : (await stat(path)).mode;
    await writeFileAtomic(path, edited, mode === undefined ? {} : { mode });
  } catch (cause) {
    throw new MachineError({
      code: 'E_OUTPUT',
      message: `cannot write ${path}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      hint: 'Check its permissions and the room on the disk; --dry-run prints the waiver.',
      cause,
    });
  }
}
