import type { Entry } from '../archive/schema.js';
import type { Reference, ReferenceFile } from './reference.js';

/** An entry with the file that stands at its place. */
export interface Pair {
  entry: Entry;
  file: ReferenceFile;
  /** The folder mapping that led from one to the other, such as `src/ → ./`; null when the paths agree. */
  mapping: string | null;
}

/**
 * Whether the ids leave open that the bytes are the same. SHA-1 can be collided and a repository may use another
 * hash, so this only spares reading; it proves nothing.
 */
export function mayBeSame(entry: Entry, file: ReferenceFile): boolean {
  // A link is the text that it leads to, and no file that holds it.
  if ((entry.link === true) !== (file.link === true)) return false;
  if (isContentOf(entry, file)) return true;
  if (file.size !== null && file.size !== entry.size) return false;
  if (file.sha256 !== null) return file.sha256 === entry.sha256;
  return (
    file.gitBlob === null || file.gitBlob.length !== entry.gitBlob.length || file.gitBlob === entry.gitBlob
  );
}

/** Whether an entry is what a pointer of Git LFS stands for: the source names its SHA-256, as good as its bytes. */
export function isContentOf({ sha256, size }: Entry, { lfs }: ReferenceFile): boolean {
  return lfs !== undefined && lfs.sha256 === sha256 && lfs.size === size;
}

/** The pairs whose files have the very bytes of their entries, by SHA-256 of each file's own bytes. One call of `hash`. */
export async function sameBytes(pairs: readonly Pair[], reference: Reference): Promise<Set<Pair>> {
  const candidates = pairs.filter(({ entry, file }) => mayBeSame(entry, file));
  if (candidates.length === 0) return new Set();
  const hashes = await reference.hash(new Set(candidates.map(({ file }) => file.path)));
  return new Set(
    candidates.filter(
      ({ entry, file }) => isContentOf(entry, file) || hashes.get(file.path) === entry.sha256,
    ),
  );
}
