import { openCache } from '../config/cache-folder.js';
import { useCache } from '../config/cache-lock.js';
import { loadConfig } from '../config/load.js';
import { cachePlace } from '../config/places.js';
import type { Context } from '../context.js';
import type { CommonOptions } from './help.js';
import type { Session } from './session.js';

/** What stages are handed, apart from progress and the signal of one release. */
export interface OpenContext {
  context: Omit<Context, 'progress' | 'signal'>;
  /** Lets others clear the cache again. */
  close(): Promise<void>;
}

/** Reads the configuration and makes the cache ready. Throws what these throw. */
export async function openContext(
  options: CommonOptions & { offline?: boolean },
  { io }: Session,
): Promise<OpenContext> {
  const { config } = await loadConfig(options.config, io);
  const cache = cachePlace(options.cache, io);
  await openCache(cache);
  const close = await useCache(cache);
  return { context: { config, cache, offline: options.offline === true }, close };
}
