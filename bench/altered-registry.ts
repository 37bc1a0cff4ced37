import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import regFetch from 'npm-registry-fetch';
import { npmConfiguration } from '../src/npm/configuration.js';

/** A published version: what the registry says of it, and its bytes. */
export interface Published {
  manifest: Record<string, unknown>;
  tarball: Buffer;
}

/** A registry that is npm's configured one, but for single versions whose bytes are others. */
export interface AlteredRegistry {
  /** For a child that reads npm's configuration. */
  environment: Record<string, string>;
  /** What the real registry has. */
  published(name: string, version: string): Promise<Published>;
  /** From now on this is what it has; times, tags and every other version stay. */
  alter(name: string, version: string, published: Published): void;
  /** The real registry's answer again. */
  restore(name: string, version: string): void;
  close(): Promise<void>;
}

const usualPort = 47_813;

/** Starts one on 127.0.0.1. What is not altered is redirected to the real registry, and so is cached as if it had been asked. */
export async function alteredRegistry(): Promise<AlteredRegistry> {
  const options = await npmConfiguration({ offline: false });
  const real = options.registry.replace(/\/*$/, '/');
  const altered = new Map<string, Map<string, Published>>();
  const packument = async (name: string) =>
    (await regFetch.json(name.replace('/', '%2f'), { ...options, preferOnline: true })) as {
      versions: Record<string, Record<string, unknown>>;
    };

  const server = createServer(({ url = '/' }, response) => {
    const [, name = '', file] = /^\/((?:@[^/]+\/)?[^/]+)(?:\/-\/(.+))?$/.exec(decodeURIComponent(url)) ?? [];
    const versions = altered.get(name);
    const tarball = [...(versions ?? [])].find(([version]) => fileOf(version) === file)?.[1].tarball;
    if (tarball !== undefined) return void response.end(tarball);
    if (versions === undefined || versions.size === 0 || file !== undefined)
      return void response.writeHead(307, { location: real + url.slice(1) }).end();
    answer(name, versions, response).catch((error) => response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((done, fail) => {
    // The same port where it is free: what another run rebuilt is kept for this address.
    server.once('error', () => server.once('error', fail).listen(0, '127.0.0.1', done));
    server.listen(usualPort, '127.0.0.1', done);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  async function answer(name: string, versions: Map<string, Published>, response: ServerResponse) {
    const stated = await packument(name);
    for (const [version, { manifest, tarball }] of versions) {
      const dist = {
        integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        shasum: createHash('sha1').update(tarball).digest('hex'),
        tarball: `${address}${name}/-/${fileOf(version)}`,
      };
      stated.versions[version] = { ...manifest, dist };
    }
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(stated));
  }

  return {
    environment: { npm_config_registry: address },
    async published(name, version) {
      const manifest = (await packument(name)).versions[version];
      if (manifest === undefined) throw new Error(`the registry has no ${name}@${version}`);
      const { tarball } = manifest.dist as { tarball: string };
      return { manifest, tarball: await (await regFetch(tarball, options)).buffer() };
    },
    alter(name, version, published) {
      altered.set(name, (altered.get(name) ?? new Map()).set(version, published));
    },
    restore: (name, version) => void altered.get(name)?.delete(version),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const fileOf = (version: string): string => `altered-${version}.tgz`;
