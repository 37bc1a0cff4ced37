import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { packageJsonOf } from './package-json-of.js';
import { type Upstream, upstreamRegistry } from './upstream-registry.js';

/** One version to serve; its manifest is the tarball's own package.json unless another is given. */
export interface ServedVersion {
  version: string;
  tarball: Buffer;
  /** Fields that differ from the tarball's package.json, as in manifest confusion; `undefined` removes one. */
  manifest?: object;
  /** ISO 8601. */
  publishedAt?: string;
  /** Replaces fields of `dist`; `undefined` removes one. */
  distOverrides?: object;
}

/** A package to serve. `latest` is the last version unless `tags` says otherwise. */
export interface ServedPackage {
  name: string;
  versions: ServedVersion[];
  tags?: Record<string, string>;
}

/** What to answer instead of the truth. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
  /** Takes the request and says nothing. */
  hang?: boolean;
  /** Promises the whole body, sends its first half, and breaks the connection. */
  half?: boolean;
  /** Sends the first half of the body, and then nothing, with the connection open. */
  stall?: boolean;
  /** How often; for ever when absent. */
  times?: number;
}

/** A request that arrived. */
interface LoggedRequest {
  method: string;
  /** Decoded: `/@scope/name`. */
  path: string;
  headers: IncomingMessage['headers'];
}

/** A local registry that is up. */
export interface LocalRegistry {
  /** Without a slash at the end. */
  url: string;
  /** For a child that reads npm's configuration: this registry, and retries that don't make a test wait. */
  env: Record<string, string>;
  requests: LoggedRequest[];
  /** Answers requests for a path (`/name`, `/@scope/name`, `/name/-/name-1.0.0.tgz`) otherwise than truly. */
  respondWith(path: string, answer: Answer): void;
  /** Adds a package, or replaces the one of that name. */
  serve(served: ServedPackage): void;
  close(): Promise<void>;
}

const abbreviatedType = 'application/vnd.npm.install-v1+json';
const defaultTime = '2024-01-01T00:00:00.000Z';

/**
 * An npm registry on 127.0.0.1 with the given packages. With `fallthrough`, other packages are those of the registry that npm is
 * configured for on this machine, with tarball addresses pointing here.
 */
export async function registry(options: {
  packages: ServedPackage[];
  fallthrough?: boolean;
  /** Is asked first: for what registries do besides serving packages. Null leaves the request to the registry. */
  first?: (request: IncomingMessage, path: string) => Promise<Answer | null>;
}): Promise<LocalRegistry> {
  const packages = new Map(options.packages.map((served) => [served.name, served]));
  const answers = new Map<string, Answer>();
  const requests: LoggedRequest[] = [];
  let upstream: Promise<Upstream> | undefined;

  const server = createServer((request, response) => {
    reply(request, response).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(JSON.stringify({ error: String(cause) }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', url).pathname);
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    const special = (await options.first?.(request, path)) ?? null;
    if (special !== null) return give(request, response, special);
    const injected = takeAnswer(path);
    if (injected !== null) return give(request, response, injected);
    const [, name, file] = /^\/((?:@[^/]+\/)?[^/@-][^/]*)(?:\/-\/(.+\.tgz))?$/.exec(path) ?? [];
    const served = name === undefined ? undefined : packages.get(name);
    if (served !== undefined) return give(request, response, own(request, served, file));
    if (options.fallthrough && name !== undefined) {
      upstream ??= upstreamRegistry(url);
      return give(request, response, await (await upstream).get(path, request.headers.accept));
    }
    give(request, response, { status: 404, body: { error: 'Not found' } });
  }

  function own(request: IncomingMessage, served: ServedPackage, file: string | undefined): Answer {
    if (file === undefined) {
      const abbreviated = request.headers.accept?.includes(abbreviatedType) ?? false;
      return {
        body: packument(served, url, abbreviated),
        headers: { 'content-type': abbreviated ? abbreviatedType : 'application/json' },
      };
    }
    const found = served.versions.find(({ version }) => tarballName(served.name, version) === file);
    if (found === undefined) return { status: 404, body: { error: 'Not found' } };
    return { body: found.tarball, headers: { 'content-type': 'application/octet-stream' } };
  }

  function takeAnswer(path: string): Answer | null {
    const answer = answers.get(path);
    if (answer === undefined || answer.times === 0) return null;
    if (answer.times !== undefined) answers.set(path, { ...answer, times: answer.times - 1 });
    return answer;
  }

  return {
    url,
    env: {
      npm_config_registry: `${url}/`,
      npm_config_fetch_retry_mintimeout: '20',
      npm_config_fetch_retry_maxtimeout: '100',
    },
    requests,
    respondWith: (path, answer) => void answers.set(path, answer),
    serve: (served) => void packages.set(served.name, served),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** Sends an answer, with an etag that conditional requests are answered by. */
function give(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer.hang) return;
  const { status = 200, headers = {}, body = '' } = answer;
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`;
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag, ...headers }).end();
    return;
  }
  response.writeHead(status, { etag, vary: 'accept', 'content-length': bytes.length, ...headers });
  if (request.method === 'HEAD') return void response.end();
  if (!answer.half && !answer.stall) return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length >> 1), () => {
    if (answer.half) response.destroy();
  });
}

function packument({ name, versions, tags }: ServedPackage, url: string, abbreviated: boolean): object {
  const times = versions.map(({ version, publishedAt }) => [version, publishedAt ?? defaultTime] as const);
  const sorted = times.map(([, time]) => time).sort();
  const full = {
    _id: name,
    name,
    'dist-tags': { latest: versions.at(-1)?.version, ...tags },
    versions: Object.fromEntries(versions.map((served) => [served.version, manifest(name, served, url)])),
  };
  if (abbreviated) return { ...full, modified: sorted.at(-1) };
  return { ...full, time: { created: sorted[0], modified: sorted.at(-1), ...Object.fromEntries(times) } };
}

function manifest(name: string, served: ServedVersion, url: string): object {
  const { version, tarball } = served;
  return {
    ...packageJsonOf(tarball),
    name,
    version,
    _id: `${name}@${version}`,
    ...served.manifest,
    dist: {
      integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
      shasum: createHash('sha1').update(tarball).digest('hex'),
      tarball: `${url}/${name}/-/${tarballName(name, version)}`,
      ...served.distOverrides,
    },
  };
}

const tarballName = (name: string, version: string): string =>
  `${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
