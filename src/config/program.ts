import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { defineConfig } from './define.js';
import { ConfigError } from './error.js';

/**
 * Runs a program that somebody named and returns its default export. Never called for one that was merely found: the current folder may be
 * a checkout of what is verified, and no look at it tells for sure.
 *
 * @param foreign Folders that hold what others wrote, such as the cache.
 * @throws {ConfigError} exit code 2, for a program among what others wrote, and for whatever the program throws.
 */
export async function runProgram(path: string, foreign: readonly string[]): Promise<unknown> {
  const real = await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      code: 'E_CONFIG_UNREADABLE',
      message: `cannot read the configuration ${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.code}`,
      hint: 'Check --config, REPROVE_CONFIG and the permissions of the file.',
      cause,
    });
  });
  if (await isForeign(real, foreign)) throw foreignProgram(path);
  try {
    const { createJiti } = await import('jiti');
    const jiti = createJiti(real, {
      // Nothing that was transpiled before is believed, and nothing is left behind.
      fsCache: false,
      moduleCache: false,
      interopDefault: false,
      // It need not be installed where the file is.
      virtualModules: { reprove: { defineConfig } },
    });
    const { default: value } = (await jiti.import(real)) as { default?: unknown };
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    const [first] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new ConfigError({
      code: 'E_CONFIG_PROGRAM',
      message: `the configuration ${path} could not be run: ${first}`,
      hint: 'Run again with -v for the stack.',
      cause,
    });
  }
  throw new ConfigError({
    code: 'E_CONFIG_INVALID',
    message: `the configuration ${path} exports no object by default`,
    hint: "Write `export default defineConfig({ … })`, with defineConfig from 'reprove'.",
  });
}

/** Installed packages and the cache are what is verified, wherever they lie. */
async function isForeign(real: string, folders: readonly string[]): Promise<boolean> {
  if (real.split(sep).includes('node_modules')) return true;
  for (const folder of folders) {
    const way = relative(await realpath(folder).catch(() => folder), real);
    if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return true;
  }
  return false;
}

const foreignProgram = (path: string): ConfigError =>
  new ConfigError({
    code: 'E_CONFIG_PROGRAM',
    message: `the configuration ${path} is a program among installed packages or in the cache, and isn't run`,
    hint: 'Keep it elsewhere; it may import what it needs.',
  });

/** The refusal to run a program that nobody named. */
export const unnamedProgram = (path: string): ConfigError =>
  new ConfigError({
    code: 'E_CONFIG_PROGRAM',
    message: `${path} is a program, and isn't run because it happens to be there`,
    hint: 'Name it with --config or REPROVE_CONFIG if it is yours, or write reprove.config.json.',
  });
