import fetchFromRegistry from 'npm-registry-fetch';
import type { Session } from '../session.js';
import { type Check, failing, ok } from './check.js';

/** Milliseconds that a registry may take to answer. */
const patience = 10_000;

/** Whether the registry of the user's npm configuration answers; any answer will do, since not all know `ping`. */
export async function checkRegistry({ io, services, signal }: Session): Promise<Check> {
  const { npmConfiguration } = await services.registry();
  const options = await npmConfiguration({ offline: false }, io);
  const shown = withoutPassword(options.registry);
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const once = { ...options, retry: { retries: 0 }, timeout: patience, signal: limited };
    await fetchFromRegistry('/-/ping', once as fetchFromRegistry.Options);
    return ok('registry', `${shown} answers`);
  } catch (cause) {
    signal.throwIfAborted();
    const { statusCode, code, message } = cause as { statusCode?: number; code?: string; message: string };
    if (statusCode === 404 || statusCode === 405) return ok('registry', `${shown} answers`);
    if (statusCode === 401 || statusCode === 403) {
      return failing(
        'registry',
        `${shown} refuses (${statusCode})`,
        'Log in: npm login, or a token in .npmrc.',
      );
    }
    return failing(
      'registry',
      `${shown} does not answer: ${statusCode ?? code ?? message}`,
      'See `npm ping`; registry, proxy and cafile are taken from .npmrc.',
    );
  }
}

const withoutPassword = (address: string): string => address.replace(/\/\/[^/@]*@/, '//');
