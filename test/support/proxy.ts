import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { npmConfiguration } from '../../src/npm/configuration.js';
import {
  type RegistryProxy,
  type RegistryProxyOptions,
  startRegistryProxy,
} from '../../src/npm/registry-proxy/start.js';

/** What one request got. */
interface ProxyAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it and fail where it isn't as they think
  json: any;
}

/** A proxy with a TCP port for clients that run outside of a sandbox; ends with the test. */
export interface TestProxy extends RegistryProxy {
  url: string;
  cache: string;
  get(
    path: string,
    options?: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<ProxyAnswer>;
}

/** Starts a proxy before the registry of `env` (that of a local registry; this process's own by default). */
export async function testProxy(
  options: Partial<Omit<RegistryProxyOptions, 'socket' | 'options'>> & {
    env?: Record<string, string>;
    offline?: boolean;
  } = {},
): Promise<TestProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-test-'));
  const socket = join(folder, 's');
  const cache = options.cache ?? join(folder, 'cache');
  const forwarder = createServer((client) => {
    const upstream = connect(socket);
    const drop = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', drop).pipe(upstream.on('error', drop)).pipe(client);
  });
  await new Promise<void>((done) => forwarder.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(forwarder.address() as AddressInfo).port}/`;
  const env = { ...process.env, ...options.env };
  const proxy = await startRegistryProxy({
    before: null,
    refuse: { name: 'under-verification', version: '1.0.0', integrity: [] },
    pinned: { versions: [], note: null },
    signal: new AbortController().signal,
    publicUrl: url,
    ...options,
    cache,
    socket,
    options: await npmConfiguration({ offline: options.offline ?? false }, { env, cwd: folder }),
  });
  onTestFinished(async () => {
    await proxy.close();
    forwarder.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { ...proxy, url, cache, get: (path, how) => ask(socket, path, how) };
}

function ask(
  socketPath: string,
  path: string,
  { body, ...options }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<ProxyAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const isJson = String(response.headers['content-type']).includes('json') && bytes.length > 0;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: bytes,
          json: isJson ? JSON.parse(bytes.toString('utf8')) : null,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
