import type { Context } from '../../context.js';
import { ReproveError } from '../../errors.js';
import type { PublishedNow } from '../../gate/published.js';
import { npmConfiguration } from '../configuration.js';
import { registryTarball } from '../tarball.js';
import { known } from './take.js';

/** A version as the registry has it now; null where it has none yet, as a registry's copies may take a while. */
export async function takePublished(
  { name, version }: { name: string; version: string },
  context: Context,
): Promise<PublishedNow | null> {
  const packument = await known(name, context);
  const manifest = packument?.versions.get(version);
  if (packument == null || manifest === undefined) return null;
  const dist = (manifest.dist ?? {}) as Readonly<Record<string, unknown>>;
  const npm = await npmConfiguration(context);
  const onWait = (message: string) =>
    context.progress({ subject: `${name}@${version}`, stage: 'resolve', message });
  try {
    const { archive } = await registryTarball({ name, version, dist }, npm, { ...context, onWait });
    return { archive, distTags: packument.distTags };
  } catch (error) {
    if (error instanceof ReproveError && error.code === 'E_TARBALL_MISSING') return null;
    throw error;
  }
}
