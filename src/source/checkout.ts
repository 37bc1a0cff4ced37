import { constants } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../errors.js';
import { SourceError } from './error.js';
import { staysInside } from './link-target.js';
import type { ObjectReader } from './object-reader.js';
import type { Tree, TreeFile } from './tree.js';

/** What was written, and what was not. */
export interface CheckedOut {
  files: number;
  links: number;
  bytes: number;
  skipped: { path: string; reason: string }[];
}

/** Why a file is not written of which the tree tells and the repository has nothing. */
export const contentMissing = 'its content is not in the repository';

/** Files in flight, bytes of one that are gathered before it is written, and bytes of a link's target. */
const limits = { inFlight: 64, gathered: 256 * 1024, target: 4096 };

/**
 * Writes a tree's files into an empty folder without git's checkout, whose filters, attributes and hooks a repository could
 * steer. Folders and files come first and links last, so that nothing is ever written through a link; each file is new. Links
 * that leave the tree, submodules and files whose content the repository lacks, as copies of one may, are not written and told.
 *
 * Throws a `SourceError` (`E_CHECKOUT`) when the folder isn't empty, or the tree has more than `maxBytes`.
 */
export async function checkout(
  reader: ObjectReader,
  tree: Tree,
  into: string,
  maxBytes: number,
): Promise<CheckedOut> {
  await mkdir(into, { recursive: true });
  if (!(await lstat(into)).isDirectory() || (await readdir(into)).length > 0) {
    throw failed(`${into} is not an empty folder`, 'give a folder that nothing is in', exitCodes.environment);
  }
  const done: CheckedOut = { files: 0, links: 0, bytes: 0, skipped: [...tree.skipped] };
  const wanted = [...tree.files].filter(([path, file]) => {
    const reason = refusal(path, file, tree);
    if (reason !== null) done.skipped.push({ path, reason });
    return reason === null;
  });
  await makeFolders(into, wanted);

  const write = async ([path, { object, mode }]: [string, TreeFile]) => {
    const written = await writeBlob(reader, object, join(into, path), mode, (bytes) => {
      done.bytes += bytes;
      if (done.bytes > maxBytes) throw tooLarge(maxBytes);
    });
    if (written) done.files += 1;
    else done.skipped.push({ path, reason: contentMissing });
  };
  await inBatches(
    wanted.filter(([, { type }]) => type === 'blob'),
    write,
  );
  await inBatches(
    wanted.filter(([, { type }]) => type === 'link'),
    async ([path, { object }]) => {
      const target = await readTarget(reader, object);
      if (target !== null && staysInside(path, target)) {
        await symlink(target, join(into, path));
        done.links += 1;
      } else done.skipped.push({ path, reason: 'a link that leaves the tree' });
    },
  );
  done.skipped.sort((a, b) => (a.path < b.path ? -1 : 1));
  return done;
}

/** What a build has to do without for want of content, one line at most. */
export function lackingContent({ skipped }: CheckedOut): string[] {
  const lacking = skipped.filter(({ reason }) => reason === contentMissing).map(({ path }) => path);
  if (lacking.length === 0) return [];
  const some = lacking.slice(0, 5).join(', ');
  return [`the repository lacks the content of ${lacking.length} files, which were left out: ${some}`];
}

/** The tree's reader lets none of these through but for the last three; a second look costs nothing. */
function refusal(path: string, { type }: TreeFile, tree: Tree): string | null {
  const segments = path.split('/');
  const bad = (segment: string) =>
    segment === '' || segment === '.' || segment === '..' || segment.includes('\0');
  if (segments.some(bad)) return 'not a path of a file';
  if (segments.some((segment) => /^(?:\.git|git~\d+)[. ]*$/i.test(segment))) return "in git's own folder";
  if (segments.some((segment) => /[\\]|^\.git[ .]*:/i.test(segment)))
    return 'a path that some systems read otherwise';
  for (let depth = 1; depth < segments.length; depth++) {
    if (tree.files.has(segments.slice(0, depth).join('/'))) return 'below something that is no folder';
  }
  return type === 'submodule' ? 'a submodule' : null;
}

async function makeFolders(into: string, files: [string, TreeFile][]): Promise<void> {
  const folders = new Set<string>();
  for (const [path] of files) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  // A prefix sorts before what it begins, so parents are made first.
  for (const folder of [...folders].sort()) {
    await mkdir(join(into, folder), { mode: 0o755 });
    await chmod(join(into, folder), 0o755);
  }
}

async function writeBlob(
  reader: ObjectReader,
  id: string,
  path: string,
  mode: number,
  count: (bytes: number) => void,
): Promise<boolean> {
  const gathered: Buffer[] = [];
  let file: FileHandle | null = null;
  try {
    const header = await reader.read(id, ({ type, size }) => {
      if (type !== 'blob') return null;
      count(size);
      if (size <= limits.gathered) return (chunk) => void gathered.push(Buffer.from(chunk));
      return async (chunk) => {
        file ??= await create(path);
        await file.writeFile(chunk);
      };
    });
    if (header?.type !== 'blob') return false;
    file ??= await create(path);
    for (const chunk of gathered) await file.writeFile(chunk);
    await file.chmod(mode);
    return true;
  } finally {
    await (file as FileHandle | null)?.close();
  }
}

function create(path: string): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
}

async function readTarget(reader: ObjectReader, id: string): Promise<string | null> {
  const chunks: Buffer[] = [];
  const header = await reader.read(id, ({ type, size }) =>
    type === 'blob' && size <= limits.target ? (chunk) => void chunks.push(Buffer.from(chunk)) : null,
  );
  if (header === null || chunks.length === 0) return null;
  const bytes = Buffer.concat(chunks);
  const target = bytes.toString('utf8');
  return Buffer.from(target).equals(bytes) ? target : null;
}

async function inBatches<T>(items: T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += limits.inFlight) {
    const outcomes = await Promise.allSettled(items.slice(at, at + limits.inFlight).map(run));
    const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
    if (rejected !== undefined) throw rejected.reason;
  }
}

function tooLarge(maxBytes: number): SourceError {
  return failed(
    `the source at this revision has more than ${maxBytes} bytes`,
    'raise sandbox.limits.diskBytes in the configuration',
  );
}

function failed(message: string, hint: string, exitCode = exitCodes.inconclusive as 3 | 4): SourceError {
  return new SourceError({ code: 'E_CHECKOUT', message, hint, exitCode });
}
