import { join } from 'node:path';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import type { FlatOptions } from './configuration.js';
import { RegistryError } from './registry-error.js';
import { registryRequest } from './registry-request.js';

/** What a registry knows of a package. Every string in it is the registry's, and the publisher's: none is to be trusted. */
export interface Packument {
  name: string;
  /** Manifests as they came, by version. */
  versions: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  distTags: ReadonlyMap<string, string>;
  /** When each version was published as the registry says, ISO 8601; versions that are gone are still in it. */
  times: ReadonlyMap<string, string>;
  /** When the whole package was unpublished, ISO 8601; null when it wasn't. */
  unpublishedAt: string | null;
  /** The `repository` field of the package as a whole. */
  repository: unknown;
}

/** Bytes; the largest packuments in use are about a tenth of it. */
const maxBytes = 256 * 2 ** 20;

/**
 * The full packument of a package, from the registry that npm is configured for. It is kept below the cache folder and asked for
 * again with its etag; offline, what is kept counts. Throws `RegistryError`.
 *
 * @param name A name that `parseSpec` gave, or one that npm accepts.
 */
export async function fetchPackument(
  name: string,
  npm: FlatOptions,
  context: Pick<Context, 'cache' | 'signal'> & { onWait: (message: string) => void },
): Promise<Packument> {
  const { default: regFetch } = await import('npm-registry-fetch');
  const registry = regFetch.pickRegistry(name, npm as object).replace(/\/*$/, '/');
  const asked = { what: `the packument of ${name}`, name, address: registry + name.replace('/', '%2f') };
  const text = await registryRequest(
    asked,
    {
      npm,
      cache: join(context.cache, 'registry'),
      revalidate: true,
      accept: 'application/json',
      signal: context.signal,
      onWait: context.onWait,
    },
    async ({ body, headers }) => {
      if (headers.get('x-local-cache-status') === 'stale' && !npm.offline) {
        context.onWait(`the registry can't be reached: ${asked.what} is the one in the cache`);
      }
      return readText(body, name);
    },
  );
  return readPackument(text, name);
}

/** Reads the text of a packument; `RegistryError` (`E_MALFORMED_PACKUMENT`, exit code 4) when it is none, or of another package. */
export function readPackument(text: string, name: string): Packument {
  const json = object(parse(text, name));
  if (json === null) throw malformed(name, 'it is no object');
  if (json.name !== undefined && json.name !== name) throw malformed(name, 'it is that of another package');
  const times = strings(json.time);
  const unpublished = object(object(json.time)?.unpublished);
  const versions = object(json.versions);
  if (versions === null && json.versions !== undefined) throw malformed(name, 'its versions are no object');
  return {
    name,
    versions: new Map(
      Object.entries(versions ?? {}).flatMap(([version, value]) => {
        const manifest = object(value);
        return manifest === null ? [] : [[version, manifest]];
      }),
    ),
    distTags: strings(json['dist-tags']),
    times,
    unpublishedAt: unpublished === null ? null : isoTime(unpublished.time),
    repository: json.repository,
  };
}

/** A time as ISO 8601 in UTC; null when it is none. */
export function isoTime(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A RegistryError for an answer that no registry gives. */
export function malformed(name: string, why: string, cause?: unknown): RegistryError {
  return new RegistryError({
    code: 'E_MALFORMED_PACKUMENT',
    message: `the registry's packument of ${name} can't be used: ${why}`,
    hint: 'See that registry in .npmrc names an npm registry, and no page behind a login.',
    exitCode: exitCodes.environment,
    cause,
  });
}

async function readText(body: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw malformed(name, `it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(name, 'it is no JSON', cause);
  }
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function strings(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(object(value) ?? {}).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text]] : [],
    ),
  );
}
