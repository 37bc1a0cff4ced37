import { createHash } from 'node:crypto';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Accounts } from '../../compare/accounts.js';
import type { CompareOptions } from '../../compare/compare.js';
import type { Reference, ReferenceFile, Span } from '../../compare/reference.js';
import { isSameButForDates, rebuildNormalizers } from '../normalizers/index.js';

/** Bytes of one file. */
const largest = 2 ** 24;

/**
 * What a run left at paths of the release that have no evidence, as something to compare with. Nothing that it wrote is followed or run; a
 * file that is empty, as those are of which only the name was there, was not made.
 *
 * @param sameOnly - where another content says nothing of the release, as tools of other versions made it, unless it is the same but for a date.
 * @param readRelease - gives contents of the release, by path.
 */
export async function outputsOf(
  folder: string,
  paths: Iterable<string>,
  accounts: Accounts,
  {
    id,
    built,
    sameOnly,
    readRelease,
  }: {
    id: string;
    built: Span;
    sameOnly?: (path: string) => boolean;
    readRelease: CompareOptions['readRelease'];
  },
): Promise<Reference> {
  const root = await realpath(folder);
  const files = new Map<string, ReferenceFile>();
  const others = new Map<string, Buffer>();
  for (const path of paths) {
    const place = join(root, path);
    const entry = accounts.byPath.get(path)?.entry;
    if (entry === undefined || (await realpath(place).catch(() => null)) !== place) continue;
    const { size, mode } = await lstat(place);
    const bytes = size === 0 || size > largest ? null : await readFile(place).catch(() => null);
    if (bytes === null) continue;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== entry.sha256 && sameOnly?.(path)) others.set(path, bytes);
    // Tarballs carry the umask of who packed them: only whether a file is executable is made again.
    const agrees = ((entry.mode & 0o111) !== 0) === ((mode & 0o111) !== 0);
    files.set(path, { path, mode: agrees ? entry.mode : mode & 0o777, size, sha256, gitBlob: null });
  }
  const dated = [...others.keys()].filter((path) => rebuildNormalizers.some((one) => one.applies(path)));
  const released = dated.length === 0 ? new Map<string, Buffer>() : await readRelease(new Set(dated));
  for (const [path, made] of others) {
    const release = released.get(path);
    if (release === undefined || !isSameButForDates(path, release, made)) files.delete(path);
  }
  return {
    kind: 'rebuild',
    id,
    files,
    built,
    async read(wanted, limit) {
      const contents = new Map<string, Buffer>();
      for (const path of wanted) {
        const file = files.get(path);
        if (file === undefined || (file.size ?? 0) > limit) continue;
        contents.set(path, await readFile(join(root, path)));
      }
      return contents;
    },
    hash: async (wanted) =>
      new Map(
        [...wanted].flatMap((path) => (files.has(path) ? [[path, files.get(path)!.sha256!] as const] : [])),
      ),
  };
}
