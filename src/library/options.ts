import { resolve } from 'node:path';
import type { z } from 'zod';
import { openCache } from '../config/cache-folder.js';
import { ConfigError } from '../config/error.js';
import { cachePlace } from '../config/places.js';
import type { Config, configSchema } from '../config/schema.js';
import type { Context, ProgressEvent } from '../context.js';

/** What every function of the library takes besides what it is about. */
export interface LibraryOptions {
  /** What `reprove.config.json` would say; defaults hold for what is left out. No file is looked for. */
  config?: z.input<typeof configSchema>;
  /** Cache folder; by default the one that the command line uses (`REPROVE_CACHE`, `$XDG_CACHE_HOME/reprove`, `~/.cache/reprove`). */
  cache?: string;
  /** True: no registry and no git host is asked; only what is cached counts. */
  offline?: boolean;
  /** Ends the work when it is aborted; its reason is thrown. */
  signal?: AbortSignal;
  /** Told what is going on, in one line each. Text that comes from packages is not escaped. */
  onProgress?: (event: ProgressEvent) => void;
}

/**
 * Makes what the stages are handed, does the work, and lets go of the cache again. Throws `ReproveError` (`E_CONFIG_INVALID`, exit code 2) for a
 * configuration with faults, and what opening the cache throws.
 */
export async function withContext<T>(
  { config, cache, offline = false, signal, onProgress }: LibraryOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const surroundings = { env: process.env, cwd: process.cwd() };
  const folder = cachePlace(cache === undefined ? undefined : resolve(cache), surroundings);
  const parsed = await parsedConfig(config ?? {});
  await openCache(folder);
  const { useCache } = await import('../config/cache-lock.js');
  const release = await useCache(folder);
  try {
    return await work({
      config: parsed,
      cache: folder,
      offline,
      signal: signal ?? new AbortController().signal,
      progress: onProgress ?? (() => undefined),
    });
  } finally {
    await release();
  }
}

async function parsedConfig(given: z.input<typeof configSchema>): Promise<Config> {
  const { parseConfig } = await import('../config/parse.js');
  const parsed = parseConfig(given);
  if ('config' in parsed) return parsed.config;
  const more = parsed.faults.length > 1 ? ` (and ${parsed.faults.length - 1} more)` : '';
  throw new ConfigError({
    code: 'E_CONFIG_INVALID',
    message: `the configuration is not valid: ${parsed.faults[0]}${more}`,
    hint: 'docs/config.schema.json describes every key.',
  });
}
