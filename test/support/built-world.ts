import { builtPackage, builtRepository, builtTarball } from './built-package.js';
import { type CliWorld, cliWorld } from './cli.js';
import { registry } from './registry.js';

/** A repository, a registry that has the honest release of it, and a command line that finds both. */
export interface BuiltWorld {
  origin: Awaited<ReturnType<typeof builtRepository>>;
  local: Awaited<ReturnType<typeof registry>>;
  world: CliWorld;
  remove(): Promise<void>;
}

/** Toolchains come through the local registry from the machine's own. */
export async function builtWorld(options: Parameters<typeof builtRepository>[0] = {}): Promise<BuiltWorld> {
  const origin = await builtRepository(options);
  const { name, version } = builtPackage;
  const local = await registry({
    packages: [{ name, versions: [{ version, tarball: builtTarball(origin.manifest) }] }],
    fallthrough: true,
  });
  const world = await cliWorld(local.env);
  await world.configure({ sourceMirrors: [{ from: origin.address, to: origin.repository.path }] });
  const remove = async () => {
    await world.remove();
    await local.close();
    await origin.repository.remove();
  };
  return { origin, local, world, remove };
}
