import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defaultConfig } from './defaults.js';
import { ConfigError } from './error.js';
import { type ConfigPlace, cachePlace, configPlaces, type Surroundings } from './places.js';
import { isProgram } from './program-endings.js';
import type { Config } from './schema.js';
import { isAbsent, textFile, whyUnreadable } from './text-file.js';

/** A configuration and the file it came from; null when there was none and all defaults hold. */
export interface LoadedConfig {
  config: Config;
  file: string | null;
  /** Somebody named the file; else it was found. */
  asked: boolean;
}

/** Bytes of the largest file that is taken for a configuration. */
const largest = 2 ** 20;

/**
 * Finds, reads and validates the configuration: JSON, or a program that somebody named. Throws `ConfigError` (exit code 2) when a file that
 * was named is missing, or one that is there can't be read, is no JSON, is a program that nobody named, or has faults; its
 * message has the file, the first fault and how many more there are, and is for the printer to escape.
 *
 * @param foreign Folders that hold what others wrote: no program in there is run.
 */
export async function loadConfig(
  flag: string | undefined,
  surroundings: Surroundings,
  foreign: readonly string[] = [cachePlace(undefined, surroundings)],
): Promise<LoadedConfig> {
  for (const place of configPlaces(flag, surroundings)) {
    const value = await valueAt(place, foreign);
    if (value === undefined) continue;
    return { config: await validated(place.path, value), file: place.path, asked: place.asked };
  }
  return { config: structuredClone<unknown>(defaultConfig) as Config, file: null, asked: false };
}

/** What a file holds; undefined when nobody asked for it and it isn't there. */
async function valueAt(place: ConfigPlace, foreign: readonly string[]): Promise<unknown> {
  if (isProgram(place.path)) {
    const { runProgram, unnamedProgram } = await import('./program.js');
    if (place.asked) return runProgram(place.path, foreign);
    if (await lstat(place.path).catch(() => null)) throw unnamedProgram(place.path);
    return undefined;
  }
  const text = await readPlace(place);
  return text === null ? undefined : parseJson(place.path, text);
}

/** Reads the text of a configuration as if it lay at a path. Throws `ConfigError`. */
export const configFromText = (path: string, text: string): Promise<Config> =>
  validated(path, parseJson(path, text));

async function validated(path: string, value: unknown): Promise<Config> {
  // The validator is as much code as all the rest of a short run.
  const { parseConfig } = await import('./parse.js');
  const parsed = parseConfig(value);
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
  const { recipes, trustedRoot, policy } = config;
  const { attestations, trust } = policy;
  return {
    ...config,
    sourceMirrors,
    catalogues: config.catalogues.map((path) => resolve(folder, path)),
    policy: {
      ...policy,
      ...(attestations === undefined || /^[a-z]+:\/\//i.test(attestations)
        ? {}
        : { attestations: resolve(folder, attestations) }),
      ...(trust === undefined ? {} : { trust: resolve(folder, trust) }),
    },
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
