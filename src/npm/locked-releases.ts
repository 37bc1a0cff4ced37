import type { LockedRelease } from '../ecosystem.js';
import type { Locked } from './locked.js';
import { readLockfile } from './lockfile.js';
import { purlOf } from './release.js';

/**
 * Everything that an install from a lockfile takes from elsewhere, each once, in order of purl. What no registry serves (git, archives,
 * patches) is there without integrity, as nothing can be said of its bytes; folders of the project are not, nor what lies inside of another
 * package's tarball. `name` is that of the file, without folders.
 */
export async function lockedReleases(
  name: string,
  text: string,
): Promise<LockedRelease[] | { fault: string }> {
  const all = await readLockfile(name, text);
  if ('fault' in all) return all;
  const releases = all.flatMap(releaseOf);
  const each = new Map(releases.map((release) => [`${release.purl} ${release.integrity}`, release]));
  return [...each.values()].sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0));
}

function releaseOf(locked: Locked): LockedRelease[] {
  const { kind, name } = locked;
  if (kind === 'folder' || (kind === 'registry' && locked.bundled)) return [];
  if (kind === 'registry') return [{ name, purl: purlOf(name, locked.version), integrity: locked.integrity }];
  return [{ name, purl: `${name}@${locked.reference}`.slice(0, 500), integrity: null }];
}
