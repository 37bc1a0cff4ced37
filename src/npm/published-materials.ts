import pLimit from 'p-limit';
import type { Context } from '../context.js';
import type { Material } from '../sandbox/schema.js';
import { publishedIntegrity } from './published-integrity.js';
import { RegistryError } from './registry-error.js';
import { type Upstream, upstreamPackument } from './registry-proxy/upstream.js';
import { registryUpstream } from './toolchain.js';

/**
 * What the registry states now of packages that were served before, by `name@version`: an SRI, or null for one that it has no more.
 * What can't be asked, what states no SHA-512, and what came from git is absent.
 */
export async function publishedMaterials(
  materials: readonly Material[],
  context: Context,
): Promise<Map<string, string | null>> {
  const upstream = await registryUpstream(context);
  const limit = pLimit(8);
  const found = await Promise.all(
    materials
      .filter(({ version }) => !version.startsWith('git+'))
      .map(({ name, version }) =>
        limit(async () => [`${name}@${version}`, await stated(name, version, upstream)] as const),
      ),
  );
  return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

async function stated(name: string, version: string, upstream: Upstream): Promise<string | null | undefined> {
  try {
    const { versions } = await upstreamPackument(name, Date.now(), upstream);
    if (!Object.hasOwn(versions, version)) return null;
    const { dist = {} } = versions[version]!;
    const published = publishedIntegrity({ ...dist }, name);
    return published?.algorithm === 'sha512' ? published.stated : undefined;
  } catch (cause) {
    upstream.signal.throwIfAborted();
    if (cause instanceof RegistryError && cause.code === 'E_NO_SUCH_PACKAGE') return null;
    return undefined;
  }
}
