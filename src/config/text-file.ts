import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Text of a regular file of the user's, without a byte order mark. Throws what `fs` throws, or an error that says why not. */
export async function textFile(path: string, most: { bytes: number; words: string }): Promise<string> {
  // Not blocking: a named pipe would otherwise be waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is no regular file');
    if (stat.size > most.bytes) throw new Error(`it is larger than ${most.words}`);
    return (await file.readFile('utf8')).replace(/^\ufeff/, '');
  } finally {
    await file.close();
  }
}

/** Why a file could not be read, in words. */
export function whyUnreadable(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === undefined ? message : (reasons[code] ?? code);
}

/** Whether a file could not be read since there is none. */
export function isAbsent(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};
