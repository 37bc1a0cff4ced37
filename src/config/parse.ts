import { type Config, configSchema } from './schema.js';
import { schemaFaults } from './schema-faults.js';

/** A valid configuration, or what is wrong: one line for each fault. */
export type ParsedConfig = { config: Config } | { faults: string[] };

/** Validates a parsed configuration file; faults name the key and what is expected there. */
export function parseConfig(value: unknown): ParsedConfig {
  const parsed = configSchema.safeParse(value);
  return parsed.success ? { config: parsed.data } : { faults: schemaFaults(configSchema, parsed.error) };
}
