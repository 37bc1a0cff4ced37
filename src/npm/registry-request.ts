import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlatOptions } from './configuration.js';
import { type Asked, codeOf, RegistryError, registryError } from './registry-error.js';

/** An answer whose body is still on its way. */
export interface RegistryAnswer {
  headers: { get(name: string): string | null };
  body: AsyncIterable<Buffer>;
}

/** How to ask. */
export interface RequestOptions {
  npm: FlatOptions;
  /** Absolute path of an HTTP cache; null for none. */
  cache: string | null;
  /** Ask even when the cached answer may be used without asking. */
  revalidate?: boolean;
  accept: string;
  signal: AbortSignal;
  /** Told in one line before every wait. */
  onWait: (message: string) => void;
}

/** Milliseconds that a registry may make us wait once; one that wants more is given up on. */
const maxRetryAfter = 60_000;

/** Failures that another try would meet again: npm doesn't repeat them either, or they are of this machine. */
const lasting =
  /^(ENOTFOUND|ENOTCACHED|ENOSPC|EDQUOT|EACCES|EPERM|EROFS|ENOTDIR|ERR_INVALID_URL|EINVALIDPROXY|ENOREDIRECT|EMAXREDIRECT)$|CERT|SELF_SIGNED|UNABLE_TO|SSL/;

/**
 * Asks a registry with the user's own settings and hands the answer to `consume`; both are repeated on network failures, broken
 * bodies, 408, 429 and 5xx as often and with the pauses that npm is configured for, or the one that `retry-after` asks for.
 * Throws `RegistryError`, or the reason of the signal.
 */
export async function registryRequest<T>(
  asked: Asked,
  options: RequestOptions,
  consume: (answer: RegistryAnswer) => Promise<T>,
): Promise<T> {
  const { retry } = options.npm;
  for (let attempt = 0; ; attempt++) {
    options.signal.throwIfAborted();
    try {
      return await consume(await ask(asked.address, options));
    } catch (cause) {
      options.signal.throwIfAborted();
      const wait = pause(cause, attempt, retry);
      if (wait === null || attempt >= retry.retries)
        throw tooLong(cause, asked) ?? registryError(cause, asked);
      const { message } = registryError(cause, asked);
      options.onWait(`${message}; asking again in ${Math.ceil(wait / 1_000)} s`);
      await sleep(wait, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
    }
  }
}

async function ask(address: string, options: RequestOptions): Promise<RegistryAnswer> {
  const { default: regFetch } = await import('npm-registry-fetch');
  const { npm, cache, revalidate, accept, signal } = options;
  const answer = await regFetch(address, {
    ...npm,
    cache: cache ?? undefined,
    preferOnline: revalidate === true && !npm.preferOffline,
    // Repeating is done here: the library knows nothing of retry-after, nor of a body that breaks.
    retry: { retries: 0 },
    headers: { accept },
    signal,
  } as object);
  // Iterating over the library's streams leaves listeners behind, and a warning on the terminal.
  const body = new Readable({ highWaterMark: 2 ** 18 }).wrap(answer.body as NodeJS.ReadableStream);
  // It may break before anybody reads it; who reads it then is told.
  body.on('error', () => undefined);
  return { headers: answer.headers, body };
}

/** Milliseconds until the next attempt; null when there should be none. */
function pause(cause: unknown, attempt: number, retry: FlatOptions['retry']): number | null {
  if (cause instanceof RegistryError) return null;
  const { statusCode } = cause as { statusCode?: number };
  const usual = Math.min(retry.maxTimeout, retry.minTimeout * retry.factor ** attempt);
  if (statusCode === undefined) return lasting.test(codeOf(cause) ?? '') ? null : usual;
  if (statusCode !== 408 && statusCode !== 429 && statusCode < 500) return null;
  const asked = retryAfter(cause);
  if (asked === null) return usual;
  return asked > maxRetryAfter ? null : asked;
}

/** What `retry-after` says, in milliseconds from now: it is a number of seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(cause: unknown): number | null {
  const { headers } = cause as { headers?: Record<string, string[]> };
  const text = headers?.['retry-after']?.[0]?.trim();
  if (text === undefined || text === '') return null;
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

function tooLong(cause: unknown, asked: Asked): RegistryError | null {
  const wait = retryAfter(cause);
  if ((cause as { statusCode?: number }).statusCode !== 429 || wait === null || wait <= maxRetryAfter)
    return null;
  const { code, message, hint, exitCode } = registryError(cause, asked);
  const seconds = Math.ceil(wait / 1_000);
  return new RegistryError({
    code,
    message: `${message.replace(/, and still did.*/, '')} and wants ${seconds} seconds of silence`,
    hint,
    exitCode,
    cause,
    status: 429,
  });
}
