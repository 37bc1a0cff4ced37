import { createHash } from 'node:crypto';
import type { Entry } from '../archive/schema.js';

/** Contents of the release's entries by installed path; what can't be read is absent. */
export type ReadRelease = (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, Buffer>>;

/**
 * Contents of entries as they were hashed: a file that was exchanged between two readings of the tarball, or another
 * of two entries at one path, is left out.
 */
export async function readEntries(
  entries: readonly Entry[],
  read: ReadRelease,
): Promise<Map<string, Buffer>> {
  const contents = await read(new Set(entries.map(({ path }) => path)));
  const checked = new Map<string, Buffer>();
  for (const { path, sha256 } of entries) {
    const bytes = contents.get(path);
    if (bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256)
      checked.set(path, bytes);
  }
  return checked;
}
