import { constants } from 'node:fs';
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { collected } from '../../archive/collected.js';
import { walkArchive } from '../../archive/walk.js';
import type { Accounts } from '../../compare/accounts.js';
import type { Context } from '../../context.js';
import type { ResolvedRelease } from '../../ecosystem.js';
import { removeWork } from '../../sandbox/remove-work.js';
import type { Located } from '../../source/locate.js';
import type { RegenerationInputs } from './inputs.js';

/** Bytes of a confirmed file; larger ones are data, whose name is enough. */
const largest = 2 ** 23;

/**
 * Writes the tree that regeneration starts from: the files of the tag, those of the release that have evidence, and of all others at most the
 * name, as empty files. What is to be made again is not even that, nor are macro files without evidence: a known version stands in for one that
 * has its name, as for a helper script. Macro files that a folder of its own kept out of the release are there as another folder has them, with evidence.
 *
 * @param into - a folder that does not exist yet.
 * @returns what is there besides the files of the tag, macro files aside, and of which of it only names; the macro files that the release lacks; and the time of
 * the newest file of the release, in seconds since 1970.
 */
export async function writeTree(
  into: string,
  { open: unconfirmed, roots, standIns }: RegenerationInputs & { standIns: ReadonlyMap<string, Buffer> },
  accounts: Accounts,
  resolved: ResolvedRelease,
  located: Extract<Located, { ok: true }>,
  context: Context,
): Promise<{ added: string[]; names: string[]; lent: string[]; newest: number }> {
  const { directory } = located.source;
  const prefix = directory === '' ? '' : `${directory}/`;
  const files = new Map(
    [...located.tree.files].flatMap(([path, file]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), file] as const] : [],
    ),
  );
  await located.repository.checkout({ ...located.tree, files }, into);
  const made = new Set(roots.flatMap(({ outputs }) => outputs.map(({ path }) => path)));
  const confirmed = new Set(
    [...accounts.byPath.values()].flatMap(({ entry, evidence }) =>
      evidence.kind !== 'none' && !entry.link && files.get(entry.path)?.object !== entry.gitBlob
        ? [entry.path]
        : [],
    ),
  );
  const contents = new Map<string, { bytes: Buffer; mode: number }>();
  let newest = 0;
  await walkArchive(resolved.tarball, {
    limits: context.config.archive,
    form: resolved.form,
    signal: context.signal,
    onFile: ({ path, mode, size, link, modified }) => {
      newest = Math.max(newest, modified);
      if (!confirmed.has(path)) return null;
      contents.delete(path);
      if (link !== undefined || size > largest) return null;
      return collected((bytes) => contents.set(path, { bytes: Buffer.from(bytes), mode }));
    },
  });
  const added = [...contents.keys()].filter((path) => !files.has(path) && !path.endsWith('.m4'));
  for (const [path, { bytes, mode }] of contents) await write(into, path, bytes, mode);
  const lent: string[] = [];
  for (const { folder, included } of roots)
    for (const name of included) {
      const path = posix.join(folder, name);
      const other = contents.get(confirmedOf(posix.basename(name), contents.keys()) ?? '');
      if (files.has(path) || accounts.byPath.has(path) || other === undefined) continue;
      await write(into, path, other.bytes, 0o644);
      lent.push(path);
    }
  const names: string[] = [];
  for (const path of unconfirmed) {
    if (files.has(path) || made.has(path) || path.endsWith('.m4') || posix.basename(path) === 'configure')
      continue;
    await write(into, path, Buffer.alloc(0), 0o644);
    added.push(path);
    names.push(path);
  }
  for (const [path, bytes] of standIns)
    if (!files.has(path)) await write(into, path, bytes, path.endsWith('.m4') ? 0o644 : 0o755);
  return { added, names: names.filter((path) => !standIns.has(path)), lent, newest };
}

/** One of some paths with this base name. */
const confirmedOf = (name: string, paths: Iterable<string>): string | undefined =>
  [...paths].find((path) => posix.basename(path) === name);

/** Writes a file anew, never through a link that the tag has in its way. */
async function write(root: string, path: string, bytes: Buffer, mode: number): Promise<void> {
  const to = join(root, path);
  await clearWay(root, path);
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true, recursive: true });
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, (mode & 0o111) === 0 ? 0o644 : 0o755);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

/** Takes away what is no folder but stands where one has to be. */
async function clearWay(root: string, path: string): Promise<void> {
  const parts = path.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const at = join(root, ...parts.slice(0, depth));
    const found = await lstat(at).catch(() => null);
    if (found !== null && !found.isDirectory()) await removeWork(at);
  }
}
