import { readContents } from '../archive/contents.js';
import type { Archive } from '../archive/schema.js';
import type { Reference, Span } from '../compare/reference.js';
import type { ArchiveLimits } from '../config/schema.js';
import type { Rebuild } from './schema.js';

/** Bytes of contents held in memory for one look into a rebuilt tarball. */
const heldBytes = 256 * 2 ** 20;

/** When a rebuild that has just been made, or found, was run; some of its steps may be of earlier days. */
function builtBetween({ steps, reusedFrom, wallSeconds }: Rebuild): Span {
  const to = reusedFrom === null ? new Date() : new Date(reusedFrom);
  const began = new Date(to.getTime() - wallSeconds * 1000).toISOString();
  const [from] = [began, ...steps.flatMap((step) => step.reusedFrom ?? [])].sort();
  return { from: from!, to: to.toISOString() };
}

/** What a rebuild packed, as something a release is compared with. The tarball stays where it is. */
export function rebuiltReference(
  rebuild: Rebuild,
  tarball: string,
  archive: Archive,
  limits: ArchiveLimits,
): Reference {
  const files = new Map(archive.entries.map((entry) => [entry.path, { ...entry }]));
  return {
    kind: 'rebuild',
    id: rebuild.plan.digest,
    files,
    built: builtBetween(rebuild),
    read: (paths, limit) =>
      readContents(tarball, new Set(paths), { limits, entryBytes: limit, totalBytes: heldBytes }),
    // Hashed by the pass over the tarball that listed it.
    hash: async (paths) =>
      new Map(
        [...paths].flatMap((path) => (files.has(path) ? [[path, files.get(path)!.sha256] as const] : [])),
      ),
  };
}
