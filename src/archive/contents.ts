import type { ArchiveLimits } from '../config/schema.js';
import { collected } from './collected.js';
import type { ArchiveForm } from './form.js';
import { walkArchive } from './walk.js';

/** What is taken from an archive at most. */
export interface ReadContentsOptions {
  limits: ArchiveLimits;
  /** `packageForm` unless given. */
  form?: ArchiveForm | undefined;
  /** Bytes of one entry; a larger one is absent. */
  entryBytes: number;
  /** Bytes of all; what has no room left is absent. */
  totalBytes: number;
  signal?: AbortSignal;
}

/**
 * Reads the contents of some installed paths in a second pass over a tarball: of paths that occur twice, the one that installs.
 * @throws {ArchiveError} as `readArchive` does.
 */
export async function readContents(
  tarball: string,
  wanted: ReadonlySet<string>,
  { limits, form, entryBytes, totalBytes, signal }: ReadContentsOptions,
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  let held = 0;
  if (wanted.size === 0) return contents;
  await walkArchive(tarball, {
    limits,
    form,
    signal,
    onFile: ({ path, size, link }) => {
      if (!wanted.has(path)) return null;
      held -= contents.get(path)?.length ?? 0;
      contents.delete(path);
      if (link !== undefined) {
        if (link.kind === 'symbolic') contents.set(path, Buffer.from(link.target));
        return null;
      }
      if (size > entryBytes || held + size > totalBytes) return null;
      held += size;
      return collected((content) => contents.set(path, Buffer.from(content)));
    },
  });
  return contents;
}
