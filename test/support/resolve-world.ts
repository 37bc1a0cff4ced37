import { onTestFinished, vi } from 'vitest';
import { configSchema } from '../../src/config/schema.js';
import type { Context } from '../../src/context.js';
import type { ResolvedRelease } from '../../src/ecosystem.js';
import { resolveRelease } from '../../src/npm/resolve.js';
import type { Provenance } from '../../src/provenance.js';
import { temporaryFolder } from './folder.js';
import { type LocalRegistry, registry, type ServedPackage, type ServedVersion } from './registry.js';
import { npmTarball } from './tarball.js';

/** A home, a cache and a registry of a test's own, and resolving in it. */
export interface ResolveWorld {
  local: LocalRegistry;
  cache: string;
  /** What was told while resolving. */
  told: string[];
  resolve(spec: string, changes?: Partial<Context>): Promise<ResolvedRelease>;
  /** What was signed about a release, as it is checked after resolving. */
  provenance(spec: string, changes?: Partial<Context>): Promise<Provenance | null>;
  /** The error that resolving ends with. */
  failure(spec: string, changes?: Partial<Context>): Promise<Error & Record<string, unknown>>;
}

/** A version whose tarball holds a package.json of these fields and an index.js. */
export function version(name: string, number: string, fields: object = {}): ServedVersion {
  const manifest = { name, version: number, main: 'index.js', ...fields };
  const files = { 'package.json': JSON.stringify(manifest), 'index.js': `// ${number}\n` };
  return { version: number, tarball: npmTarball(files) };
}

/** @param env More of npm's configuration, as variables. */
export async function resolveWorld(
  packages: ServedPackage[],
  env: Record<string, string> = {},
): Promise<ResolveWorld> {
  const local = await registry({ packages });
  onTestFinished(() => local.close());
  const home = await temporaryFolder();
  const cache = await temporaryFolder();
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [key, value] of Object.entries({
    HOME: home,
    npm_config_userconfig: '',
    ...local.env,
    ...env,
  })) {
    vi.stubEnv(key, value);
  }
  const told: string[] = [];
  const context: Context = {
    config: configSchema.parse({}),
    cache,
    offline: false,
    signal: new AbortController().signal,
    progress: ({ message }) => void told.push(message),
  };
  const resolve = (spec: string, changes = {}) => resolveRelease(spec, { ...context, ...changes });
  return {
    local,
    cache,
    told,
    resolve,
    provenance: async (spec, changes = {}) =>
      (await resolve(spec, changes)).provenance({ ...context, ...changes }),
    async failure(spec, changes) {
      const outcome = await resolve(spec, changes).catch((cause: unknown) => cause);
      if (!(outcome instanceof Error)) throw new Error(`${spec} was resolved`);
      return outcome as Error & Record<string, unknown>;
    },
  };
}
