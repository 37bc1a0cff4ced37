import type { FetchOptions } from 'make-fetch-happen';
import { z } from 'zod';
import { download } from './download.js';

/** A repository of an OCI registry. */
interface OciRepository {
  /** With its port. */
  host: string;
  name: string;
}

/** Only what belongs to this machine is asked without encryption, as other clients do it. */
export const isLocal = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);

/**
 * The token that a registry gives anybody who may read; null where it asks for none. Anything else that it says is for the real question
 * to find out.
 */
export async function pullToken(
  address: string,
  repository: OciRepository,
  signal: AbortSignal,
): Promise<string | null> {
  const { default: fetch } = await import('make-fetch-happen');
  const ask = { signal, timeout: 60_000, redirect: 'manual' } as unknown as FetchOptions;
  try {
    const answer = await fetch(address, ask);
    answer.body?.resume();
    const where =
      answer.status === 401 ? tokenAddress(answer.headers.get('www-authenticate') ?? '', repository) : null;
    if (where === null) return null;
    const given = await download(where, 2 ** 20, signal);
    return tokenSchema.parse(JSON.parse(given?.toString('utf8') ?? '')).token;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/**
 * Where a challenge (`WWW-Authenticate: Bearer …`) sends whoever wants to read a repository; null for nowhere. A server elsewhere must not
 * have us ask services of this machine, nor hand it what they answer.
 */
export function tokenAddress(challenge: string, { host, name }: OciRepository): string | null {
  const rest = /^Bearer\s+(?<rest>.*)$/is.exec(challenge)?.groups?.rest;
  const parameter = (key: string) => new RegExp(`(?:^|[,\\s])${key}="([^"]*)"`).exec(rest ?? '')?.[1];
  const text = parameter('realm') ?? '';
  if (!URL.canParse(text)) return null;
  const realm = new URL(text);
  const isEncrypted = realm.protocol === 'https:';
  const staysHere = realm.protocol === 'http:' && isLocal(realm.host) && isLocal(host);
  if (!isEncrypted && !staysHere) return null;
  const service = parameter('service');
  if (service !== undefined) realm.searchParams.set('service', service);
  realm.searchParams.set('scope', `repository:${name}:pull`);
  return realm.href;
}

const tokenSchema = z
  .looseObject({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token: other }) => ({ token: token ?? other ?? null }));
