import { lstat, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { exitCodes, ReproveError } from '../errors.js';
import type { InitFile } from './files.js';

/** What is to become of a file. */
export type FileState = 'new' | 'same' | 'other';

/** Whether a file is there already, and the same. Throws for one whose place can't be written to without leaving the repository. */
export async function stateOf(root: string, { path, content }: InitFile): Promise<FileState> {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const place = segments.slice(0, depth).join('/');
    const found = await lstat(join(root, place)).catch(() => null);
    if (found === null) return 'new';
    const isLast = depth === segments.length;
    if (found.isSymbolicLink()) throw refused(place, 'is a link');
    if (isLast ? !found.isFile() : !found.isDirectory())
      throw refused(place, isLast ? 'is no file' : 'is no folder');
  }
  return (await readFile(join(root, path), 'utf8')) === content ? 'same' : 'other';
}

/** Writes a file whole or not at all. */
export async function write(root: string, { path, content, mode }: InitFile): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFileAtomic(join(root, path), content, { mode });
}

function refused(place: string, why: string): ReproveError {
  return new ReproveError({
    code: 'E_INIT',
    message: `${place} ${why}: nothing is written through it`,
    hint: 'Remove it, or write the files by hand: they are in the templates folder of the package.',
    exitCode: exitCodes.usage,
  });
}
