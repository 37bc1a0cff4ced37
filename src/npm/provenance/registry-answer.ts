import { join } from 'node:path';
import { parseStrictJson } from '../../compare/strict-json.js';
import type { Context } from '../../context.js';
import { ReproveError } from '../../errors.js';
import type { FlatOptions } from '../configuration.js';
import { type Json, parseJson } from '../json-object.js';
import { RegistryError } from '../registry-error.js';
import { registryRequest } from '../registry-request.js';

/** What a registry answered to a question that many registries don't know, or why there is no answer. */
export type RegistryAnswer = { had: true; json: Json } | { had: false; why: string };

/** What asking needs. */
export interface Asking {
  npm: FlatOptions;
  context: Pick<Context, 'cache' | 'signal'> & { onWait: (message: string) => void };
}

/** Bytes; npm's answers are about fifteen thousand. */
const maxBytes = 4 * 2 ** 20;

/** Answers of registries that don't know the question. */
const unknown = [400, 404, 405, 410, 501];

/**
 * Asks the registry that npm is configured for, once and not for long: the answer only adds to what is known. That there is none is a
 * value; throws only the signal's reason.
 *
 * @param name Package, which decides on the registry.
 * @param path Below the registry's address.
 * @param fresh False: a kept answer will do.
 */
export async function askRegistry(
  { name, path, what, fresh }: { name: string; path: string; what: string; fresh: boolean },
  { npm, context }: Asking,
): Promise<RegistryAnswer> {
  const { default: regFetch } = await import('npm-registry-fetch');
  const address = regFetch.pickRegistry(name, npm as object).replace(/\/*$/, '/') + path;
  const once = { ...npm, retry: { ...npm.retry, retries: 0 }, timeout: Math.min(npm.timeout, 10_000) };
  const options = {
    npm: once,
    cache: join(context.cache, 'registry'),
    revalidate: fresh,
    accept: 'application/json',
    signal: context.signal,
    onWait: context.onWait,
  };
  try {
    const body = await registryRequest({ what, name, address }, options, ({ body }) => readBytes(body));
    if (body === null) return { had: false, why: `${what} are larger than ${maxBytes} bytes` };
    const json = parseStrictJson(body) === null ? null : parseJson(body.toString('utf8'));
    if (json === null) return { had: false, why: `${what} are no JSON object that all read alike` };
    return { had: true, json };
  } catch (cause) {
    if (!(cause instanceof ReproveError)) throw cause;
    const status = cause instanceof RegistryError ? cause.status : null;
    if (status !== null && unknown.includes(status))
      return { had: false, why: `the registry does not serve ${what}` };
    return { had: false, why: cause.message };
  }
}

async function readBytes(body: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
