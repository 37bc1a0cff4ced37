import { readFileSync } from 'node:fs';

/** Version of reprove, from its own package.json; the same place from sources and when built. */
export const version: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
