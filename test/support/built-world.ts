import { builtPackage, builtRepository, builtTarball } from './built-package.js';
import { type CliWorld, cliWorld } from './cli.js';
import { registry, type ServedPackage } from './registry.js';

/** A repository, a registry that has the honest release of it, and a command line that finds both. */
export interface BuiltWorld {
  origin: Awaited<ReturnType<typeof builtRepository>>;
  local: Awaited<ReturnType<typeof registry>>;
  world: CliWorld;
  remove(): Promise<void>;
}

interface BuiltWorldOptions extends NonNullable<Parameters<typeof builtRepository>[0]> {
  /** What the registry has besides the release. */
  packages?: ServedPackage[];
  /** The release, where it is not the honest one; and when it was published. */
  release?: (manifest: object) => { tarball: Buffer; publishedAt?: string };
  /** Cache folder to use instead of an empty one. */
  cache?: string;
}

/** Toolchains come through the local registry from the machine's own. */
export async function builtWorld(options: BuiltWorldOptions = {}): Promise<BuiltWorld> {
  const origin = await builtRepository(options);
  const { name, version } = builtPackage;
  const release = options.release?.(origin.manifest) ?? { tarball: builtTarball(origin.manifest) };
  const local = await registry({
    packages: [{ name, versions: [{ version, ...release }] }, ...(options.packages ?? [])],
    fallthrough: true,
  });
  const world = await cliWorld(local.env, options.cache);
  await world.configure({ sourceMirrors: [{ from: origin.address, to: origin.repository.path }] });
  const remove = async () => {
    await world.remove();
    await local.close();
    await origin.repository.remove();
  };
  return { origin, local, world, remove };
}
