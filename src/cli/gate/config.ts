import { join } from 'node:path';
import { configFromText, loadConfig } from '../../config/load.js';
import { given } from '../../config/places.js';
import { unnamedProgram } from '../../config/program.js';
import { programEndings } from '../../config/program-endings.js';
import type { Config } from '../../config/schema.js';
import { readingEnvironment } from '../../source/git-environment.js';
import type { Io } from '../io.js';

const name = 'reprove.config.json';

/**
 * The configuration that a gate obeys: the one that is named, else the one in the commit that is released, else the user's own. What only lies in the
 * working tree is not obeyed: whoever can change a file there could open the gate with it. A program is run where it is named alone.
 */
export async function gateConfig(
  root: string,
  commit: string,
  flag: string | undefined,
  io: Io,
): Promise<Config> {
  if (flag !== undefined || given(io.env.REPROVE_CONFIG) !== undefined)
    return (await loadConfig(flag, io)).config;
  const committed = await textInCommit(root, commit);
  if (committed !== null) return configFromText(join(root, name), committed);
  for (const ending of programEndings) {
    const program = `reprove.config.${ending}`;
    if ((await textInCommit(root, commit, program)) !== null) throw unnamedProgram(join(root, program));
  }
  // No file of that name is ever in there.
  return (await loadConfig(undefined, { ...io, cwd: join(root, '.git', 'nowhere') })).config;
}

async function textInCommit(root: string, commit: string, file = name): Promise<string | null> {
  const { execa } = await import('execa');
  const { exitCode, stdout } = await execa(
    'git',
    ['--git-dir', join(root, '.git'), 'cat-file', 'blob', `${commit}:${file}`],
    {
      cwd: '/',
      env: readingEnvironment(),
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 2 ** 20,
    },
  );
  return exitCode === 0 ? stdout : null;
}
