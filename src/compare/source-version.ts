import type { SourceClaim } from '../ecosystem.js';
import { below } from './pairing.js';
import type { Reference } from './reference.js';

/** Larger manifests are not read. */
const manifestBytes = 4 * 2 ** 20;

/** The version that the source's own manifest states for the package; null where it states none. */
export async function sourceVersion(
  source: Reference,
  directory: string,
  { manifestFile, identify }: Pick<SourceClaim, 'manifestFile' | 'identify'>,
): Promise<string | null> {
  const path = below(directory, manifestFile);
  const manifest = (await source.read([path], manifestBytes)).get(path);
  return (manifest && identify(manifest)?.version) ?? null;
}
