import type { DiffResult } from '../diff/result.js';
import { diff } from '../diff.js';
import { type LibraryOptions, withContext } from './options.js';

/**
 * Compares two tarballs, folders or releases entry by entry, as `reprove diff` does: what is the same, equal after named normalizers, or
 * different.
 *
 * @example
 * const { verdict, entries } = await compare('tiny@1.2.2', './tiny-1.2.3.tgz');
 * console.log(verdict, entries.filter(({ status }) => status !== 'same').map(({ path }) => path));
 *
 * @param a The old one: `name`, `name@version`, `name@tag`, a purl, or the path of a tarball or a folder.
 * @param b The new one.
 * @throws {@link ReproveError} for one that can't be read whole; the signal's reason when aborted.
 */
export function compare(a: string, b: string, options: LibraryOptions = {}): Promise<DiffResult> {
  return withContext(options, (context) => diff(a, b, context));
}
