import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import registryFetch from 'npm-registry-fetch';
import type { FlatOptions } from '../configuration.js';
import { isJson, objectOf } from '../json-object.js';
import { malformed } from '../packument.js';
import { type RequestOptions, registryRequest } from '../registry-request.js';

/** Where packages really come from; stays on the host, credentials and all. */
export interface Upstream {
  options: FlatOptions;
  /** Absolute path of reprove's cache folder. */
  cache: string;
  signal: AbortSignal;
}

/** What a registry says of one version. Fields of packages are theirs, and of any type. */
export interface UpstreamVersion {
  dist?: { tarball?: unknown; integrity?: unknown; shasum?: unknown };
  [field: string]: unknown;
}

/** A packument as the registry sends it in full, with the parts that must be objects checked to be some. */
export interface UpstreamPackument {
  'dist-tags': Record<string, unknown>;
  versions: Record<string, UpstreamVersion>;
  time: Record<string, unknown>;
}

/** Bytes of a packument; the largest known have some 30 MiB. */
const maxBytes = 256 * 2 ** 20;

/**
 * The full packument of a package. One in the cache will do if it was fetched after `since` (ms since 1970): what happened later is
 * not asked for. Throws `RegistryError`.
 */
export async function upstreamPackument(
  name: string,
  since: number,
  upstream: Upstream,
): Promise<UpstreamPackument> {
  const cached = await fetchText(name, upstream, 'cached');
  const isFresh = !cached.fromCache || cached.fetchedAt > since || upstream.options.offline;
  return parse(name, isFresh ? cached.text : (await fetchText(name, upstream, 'asked')).text);
}

/** The registry that answers for a package: that of its scope, or the default one. Ends in a slash. */
export const registryOf = (name: string, { options }: Upstream): string =>
  registryFetch.pickRegistry(name, options as object).replace(/\/*$/, '/');

/** How a request is made on behalf of a build, whose own log says nothing of waits. */
export const requestOptions = (
  { options, signal }: Upstream,
  rest: Pick<RequestOptions, 'cache' | 'accept' | 'revalidate'>,
): RequestOptions => ({ npm: options, signal, onWait: () => undefined, ...rest });

async function fetchText(name: string, upstream: Upstream, mode: 'cached' | 'asked') {
  const options = { ...upstream.options, preferOffline: mode === 'cached' };
  const address = registryOf(name, upstream) + name.replace('/', '%2f');
  return registryRequest(
    { what: `the packument of ${name}`, name, address },
    requestOptions(
      { ...upstream, options },
      { cache: join(upstream.cache, 'registry'), accept: 'application/json', revalidate: mode === 'asked' },
    ),
    async ({ body, headers }) => ({
      text: await textOf(name, body),
      fromCache: headers.get('x-local-cache-status') === 'hit',
      fetchedAt: Date.parse(headers.get('x-local-cache-time') ?? ''),
    }),
  );
}

async function textOf(name: string, body: AsyncIterable<Buffer>): Promise<string> {
  // Decoded as it comes: many are on their way at once, and chunks would hold each twice.
  const decoder = new StringDecoder('utf8');
  let [text, size] = ['', 0];
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw malformed(name, `it is larger than ${maxBytes} bytes`);
    text += decoder.write(chunk);
  }
  return text + decoder.end();
}

function parse(name: string, text: string): UpstreamPackument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw malformed(name, 'it is no JSON', cause);
  }
  const packument = objectOf(json);
  const versions = Object.entries(objectOf(packument.versions)).filter(([, version]) => isJson(version));
  return {
    'dist-tags': objectOf(packument['dist-tags']),
    versions: Object.fromEntries(versions) as Record<string, UpstreamVersion>,
    time: objectOf(packument.time),
  };
}
