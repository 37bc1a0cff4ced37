import type { z } from 'zod';
import type { configSchema } from './schema.js';

/** What a configuration file says: every key may be left out. */
export type ConfigInput = z.input<typeof configSchema>;

/**
 * Gives a configuration in a program its types, and returns it as it is:
 * `export default defineConfig({ policy: { inert: 'fail' } })` in a `reprove.config.ts` that `--config` names.
 */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
