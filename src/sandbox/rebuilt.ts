import { readContents } from '../archive/contents.js';
import type { Archive } from '../archive/schema.js';
import type { Reference } from '../compare/reference.js';
import type { ArchiveLimits } from '../config/schema.js';

/** Bytes of contents held in memory for one look into a rebuilt tarball. */
const heldBytes = 256 * 2 ** 20;

/** What a rebuild packed, as something a release is compared with. The tarball stays where it is. */
export function rebuiltReference(
  plan: string,
  tarball: string,
  archive: Archive,
  limits: ArchiveLimits,
): Reference {
  const files = new Map(archive.entries.map((entry) => [entry.path, { ...entry }]));
  return {
    kind: 'rebuild',
    id: plan,
    files,
    read: (paths, limit) =>
      readContents(tarball, new Set(paths), { limits, entryBytes: limit, totalBytes: heldBytes }),
    // Hashed by the pass over the tarball that listed it.
    hash: async (paths) =>
      new Map(
        [...paths].flatMap((path) => (files.has(path) ? [[path, files.get(path)!.sha256] as const] : [])),
      ),
  };
}
