import { dirname, resolve } from 'node:path';
import { defaultConfig } from './defaults.js';
import { ConfigError } from './error.js';
import { type ConfigPlace, configPlaces, type Surroundings } from './places.js';
import type { Config } from './schema.js';
import { isAbsent, textFile, whyUnreadable } from './text-file.js';

/** A configuration and the file it came from; null when there was none and all defaults hold. */
export interface LoadedConfig {
  config: Config;
  file: string | null;
}

/** Bytes of the largest file that is taken for a configuration. */
const largest = 2 ** 20;

/**
 * Finds, reads and validates the configuration. Throws `ConfigError` (exit code 2) when a file that was named is missing, or one
 * that is there can't be read, is no JSON, or has faults; its message has the file, the first fault and how many more
 * there are, and is for the printer to escape.
 */
export async function loadConfig(
  flag: string | undefined,
  surroundings: Surroundings,
): Promise<LoadedConfig> {
  for (const place of configPlaces(flag, surroundings)) {
    const text = await readPlace(place);
    if (text === null) continue;
    return { config: await configFromText(place.path, text), file: place.path };
  }
  return { config: structuredClone<unknown>(defaultConfig) as Config, file: null };
}

/** Reads the text of a configuration as if it lay at a path. Throws `ConfigError`. */
export async function configFromText(path: string, text: string): Promise<Config> {
  // The validator is as much code as all the rest of a short run.
  const { parseConfig } = await import('./parse.js');
  const parsed = parseConfig(parseJson(path, text));
  if ('faults' in parsed) throw invalid(path, parsed.faults);
  return fromFolder(parsed.config, dirname(path));
}

/** Text of a file; null when nobody asked for it and it isn't there. */
async function readPlace({ path, asked }: ConfigPlace): Promise<string | null> {
  try {
    return await textFile(path, { bytes: largest, words: '1 MiB' });
  } catch (cause) {
    if (!asked && isAbsent(cause)) return null;
    throw new ConfigError({
      code: 'E_CONFIG_UNREADABLE',
      message: `cannot read the configuration ${path}: ${whyUnreadable(cause)}`,
      hint: 'Check --config, REPROVE_CONFIG and the permissions of the file.',
      cause,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError({
      code: 'E_CONFIG_INVALID',
      message: `the configuration ${path} is no JSON: ${(cause as Error).message}`,
      hint: 'Comments and trailing commas are not allowed.',
      cause,
    });
  }
}

function invalid(path: string, faults: readonly string[]): ConfigError {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new ConfigError({
    code: 'E_CONFIG_INVALID',
    message: `the configuration ${path} is not valid: ${faults[0]}${more}`,
    hint: 'docs/config.schema.json describes every key.',
  });
}

/** Relative folders are meant from the configuration's own folder, wherever the command is started. */
function fromFolder(config: Config, folder: string): Config {
  const sourceMirrors = config.sourceMirrors.map(({ from, to }) => ({ from, to: mirrorTarget(to, folder) }));
  const { recipes, trustedRoot } = config;
  return {
    ...config,
    sourceMirrors,
    ...(recipes === undefined ? {} : { recipes: resolve(folder, recipes) }),
    ...(trustedRoot === undefined ? {} : { trustedRoot: resolve(folder, trustedRoot) }),
  };
}

/** `file:mirrors/{name}` and `./mirrors/{name}` are relative; addresses, `host:path` and absolute paths are not. */
function mirrorTarget(to: string, folder: string): string {
  const path = to.replace(/^file:(?!\/)/i, '');
  if (path === to && (to.startsWith('/') || /^[^/]*:/.test(to))) return to;
  return resolve(folder, path);
}
