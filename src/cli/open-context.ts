import { resolve } from 'node:path';
import { openCache } from '../config/cache-folder.js';
import { loadConfig } from '../config/load.js';
import { cachePlace } from '../config/places.js';
import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import type { CommonOptions } from './help.js';
import type { Session } from './session.js';

/** What stages are handed, apart from progress and the signal of one release. */
export interface OpenContext {
  context: Omit<Context, 'progress' | 'signal'>;
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
  const loaded = needs.config ?? (await loadConfig(options.config, io)).config;
  const { trustedRoot } = options;
  const config =
    trustedRoot === undefined ? loaded : { ...loaded, trustedRoot: resolve(io.cwd, trustedRoot) };
  const cache = cachePlace(options.cache, io);
  const context = { config, cache, offline: options.offline === true };
  if (!needs.cache) return { context, close: async () => undefined };
  await openCache(cache);
  const { useCache } = await import('../config/cache-lock.js');
  return { context, close: await useCache(cache) };
}
