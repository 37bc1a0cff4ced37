import { resolve } from 'node:path';
import { openCache } from '../config/cache-folder.js';
import { type LoadedConfig, loadConfig } from '../config/load.js';
import { cachePlace } from '../config/places.js';
import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import type { CommonOptions } from './help.js';
import type { Session } from './session.js';

/** What stages are handed, apart from progress and the signal of one release. */
export interface OpenContext {
  context: Omit<Context, 'progress' | 'signal'>;
  /** The configuration with where it is from, for {@link decider}. */
  loaded: LoadedConfig;
  /** Lets others clear the cache again. */
  close(): Promise<void>;
}

/**
 * Reads the configuration and makes the cache ready. Throws what these throw.
 *
 * @param needs - whether the cache is used at all (else it is neither made nor locked), and the configuration where it is known already.
 */
export async function openContext(
  options: CommonOptions & { offline?: boolean; trustedRoot?: string },
  { io }: Session,
  needs: { cache: boolean; config?: Config } = { cache: true },
): Promise<OpenContext> {
  const cache = cachePlace(options.cache, io);
  const found =
    needs.config === undefined
      ? await loadConfig(options.config, io, [cache])
      : { config: needs.config, file: null, asked: true };
  const { trustedRoot } = options;
  const config =
    trustedRoot === undefined ? found.config : { ...found.config, trustedRoot: resolve(io.cwd, trustedRoot) };
  const context = { config, cache, offline: options.offline === true };
  if (!needs.cache) return { context, loaded: { ...found, config }, close: async () => undefined };
  await openCache(cache);
  const { useCache } = await import('../config/cache-lock.js');
  return { context, loaded: { ...found, config }, close: await useCache(cache) };
}
