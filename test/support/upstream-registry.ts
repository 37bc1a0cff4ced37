import regFetch from 'npm-registry-fetch';
import { npmConfiguration } from '../../src/npm/configuration.js';
import type { Answer } from './registry.js';

/** The registry that npm is configured for on this machine. */
export interface Upstream {
  get(path: string, accept: string | undefined): Promise<Answer>;
}

/**
 * Asks the machine's own registry, with npm's configuration of this machine, for what a test's registry doesn't have; tarball
 * addresses are rewritten to `url`. Answers are kept below node_modules, so that tests download a toolchain once.
 */
export async function upstreamRegistry(url: string): Promise<Upstream> {
  const options = await npmConfiguration({ offline: false });
  const cache = new URL('../../node_modules/.cache/test-registry', import.meta.url).pathname;
  // Tarballs keep their path on the way through; this is where they really are.
  const tarballs = new Map<string, string>();
  return {
    async get(path, accept = 'application/json') {
      const tarball = path.endsWith('.tgz');
      const address =
        tarballs.get(path) ??
        path.replace(/^\/(@[^/]+)\/([^/]+)$/, (_, scope, name) => `/${scope}%2f${name}`);
      try {
        const answer = await regFetch(address, {
          ...options,
          cache,
          preferOffline: tarball,
          headers: { accept },
        });
        const body = await answer.buffer();
        const type = answer.headers.get('content-type') ?? 'application/octet-stream';
        if (tarball) return { body, headers: { 'content-type': type } };
        const packument = JSON.parse(body.toString('utf8'));
        for (const { dist } of Object.values<{ dist: { tarball: string } }>(packument.versions ?? {})) {
          const { pathname } = new URL(dist.tarball);
          tarballs.set(decodeURIComponent(pathname), dist.tarball);
          dist.tarball = url + pathname;
        }
        return { body: packument, headers: { 'content-type': type } };
      } catch (cause) {
        const { statusCode, body } = cause as { statusCode?: number; body?: object };
        if (statusCode === undefined) throw cause;
        return { status: statusCode, body: body ?? {} };
      }
    },
  };
}
