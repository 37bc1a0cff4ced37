import { createHash } from 'node:crypto';
import type { Context } from '../context.js';
import { npmConfiguration } from './configuration.js';

/** The registries of the user's npm configuration, the default one and those of scopes, as one hash: addresses may hold secrets. */
export async function registries({ offline }: Pick<Context, 'offline'>): Promise<string> {
  const options = await npmConfiguration({ offline });
  const ofScopes = Object.entries(options).filter(([key]) => /^@[^:]*:registry$/.test(key));
  const all = [['registry', options.registry], ...ofScopes.sort(([a], [b]) => (a < b ? -1 : 1))];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
