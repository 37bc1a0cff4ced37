import { join } from 'node:path';
import { configFromText, loadConfig } from '../../config/load.js';
import { given } from '../../config/places.js';
import { unnamedProgram } from '../../config/program.js';
import { programNames } from '../../config/program-endings.js';
import type { Config } from '../../config/schema.js';
import { exitCodes } from '../../errors.js';
import { GateError } from '../../gate/error.js';
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
  const { text, program } = await committedIn(root, commit);
  if (text !== null) return configFromText(join(root, name), text);
  if (program !== null) throw unnamedProgram(join(root, program));
  // No file of that name is ever in there.
  return (await loadConfig(undefined, { ...io, cwd: join(root, '.git', 'nowhere') })).config;
}

/**
 * Text of the configuration at the root of a commit, and the name of one that is a program; null where the commit has none. Throws `GateError` where git
 * can't tell: a gate without the policy that is in there would let more pass.
 */
async function committedIn(
  root: string,
  commit: string,
): Promise<{ text: string | null; program: string | null }> {
  const { execa } = await import('execa');
  const git = (...parameters: string[]) =>
    execa('git', ['--git-dir', join(root, '.git'), '--no-pager', ...parameters], {
      cwd: '/',
      env: readingEnvironment(),
      extendEnv: false,
      stripFinalNewline: false,
      maxBuffer: 2 ** 20,
    }).catch((cause: unknown) => {
      throw new GateError(
        'E_GATE_CONFIG',
        `git can't tell whether the commit has a ${name}`,
        'Name the configuration with --config, or clone again.',
        exitCodes.environment,
        cause,
      );
    });
  const { stdout } = await git('ls-tree', '-z', commit, '--', name, ...programNames);
  const found = new Map(
    stdout.split('\0').flatMap((line): [string, string][] => {
      const [, object, file] = /^\d{6} blob ([0-9a-f]{40})\t(.+)$/.exec(line) ?? [];
      return object === undefined || file === undefined ? [] : [[file, object]];
    }),
  );
  const object = found.get(name);
  return {
    text: object === undefined ? null : (await git('cat-file', 'blob', object)).stdout,
    program: programNames.find((program) => found.has(program)) ?? null,
  };
}
