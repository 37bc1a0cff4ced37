/** One file that a release's entry can be compared with. */
export interface ReferenceFile {
  /** Path below the reference's root: the package's folder for a rebuild, the repository's for a source tree. */
  path: string;
  /** Permission bits; a git tree only knows 0o644 and 0o755. */
  mode: number;
  /** Bytes, where known without reading. */
  size: number | null;
  sha256: string | null;
  gitBlob: string | null;
  /** A symbolic link, whose content is its target. */
  link?: true | undefined;
  /** The submodule it is in, for people. */
  via?: string;
  /** What it stands for where it is a pointer of Git LFS: the content's SHA-256 and size. */
  lfs?: { sha256: string; size: number };
}

/** From one time to another, both ISO 8601. */
export interface Span {
  from: string;
  to: string;
}

/**
 * Something a release is compared with: the tree at a revision, or the entries of a rebuild.
 * Contents are read on demand, and only those that are asked for.
 */
export interface Reference {
  kind: 'source' | 'rebuild';
  /** Digest of the plan for a rebuild, commit for a source. */
  id: string;
  files: ReadonlyMap<string, ReferenceFile>;
  /** When its files were built; null for a source. */
  built: Span | null;
  /** Contents by path; a path whose content is larger than `limit` bytes or cannot be read is absent. */
  read(paths: Iterable<string>, limit: number): Promise<Map<string, Buffer>>;
  /** SHA-256 (hex) of each file's own bytes, computed by reading them; paths that cannot be read are absent. */
  hash(paths: Iterable<string>): Promise<Map<string, string>>;
}
