import type { LockedVersion } from './locked.js';
import { readLockfile } from './lockfile.js';

/** A version that a lockfile names, under the package's real name. */
export type PinnedVersion = Pick<LockedVersion, 'name' | 'version' | 'integrity'>;

/** What a lockfile holds the install to. */
export interface PinnedVersions {
  /** Each version once, in the file's order. */
  versions: PinnedVersion[];
  /** Why nothing could be read; null when the file was understood. */
  note: string | null;
}

/**
 * Reads which registry versions a lockfile pins; `name` is that of the file, without folders. Never throws: what can't be read pins
 * nothing, and `note` says why.
 */
export async function pinnedVersions(name: string, text: string): Promise<PinnedVersions> {
  const all = await readLockfile(name, text);
  if ('fault' in all) return { versions: [], note: `${name}: ${all.fault}` };
  const versions = new Map<string, PinnedVersion>();
  for (const each of all) {
    if (each.kind !== 'registry') continue;
    const { name: called, version, integrity } = each;
    const key = `${called}@${version}`;
    if ((versions.get(key)?.integrity ?? null) === null)
      versions.set(key, { name: called, version, integrity });
  }
  return { versions: [...versions.values()], note: null };
}
