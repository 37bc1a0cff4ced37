/** How much of a release the comparison is ready to hold and to show. */
export interface CompareLimits {
  /** Bytes of one file that normalizers and diffs may read; a larger one stays unread and unequal. */
  fileBytes: number;
  /** Bytes of contents held at a time, of the release and of what it is compared with together. */
  heldBytes: number;
  /** Entries that get a diff; the others get a summary. */
  differences: number;
  /** Lines of one diff. */
  lines: number;
  /** UTF-16 code units of one line of a diff. */
  columns: number;
}

/** Enough for the largest bundles that are published, and below what a run of reprove may hold. */
export const defaultCompareLimits: CompareLimits = {
  fileBytes: 32 * 2 ** 20,
  heldBytes: 64 * 2 ** 20,
  differences: 200,
  lines: 120,
  columns: 240,
};
