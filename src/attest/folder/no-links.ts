import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AttestError } from '../error.js';

/**
 * Refuses to write below a folder through a symbolic link: a git repository of attestations can hold one, which would lead what is
 * written to a file of its author's choice.
 *
 * @throws {AttestError} `E_FOLDER_FOREIGN` (exit code 2).
 */
export async function expectNoLinks(folder: string, path: string): Promise<void> {
  let at = folder;
  for (const part of relative(folder, path).split(sep)) {
    at = join(at, part);
    const found = await lstat(at).catch(() => null);
    if (!found?.isSymbolicLink()) continue;
    throw new AttestError({
      code: 'E_FOLDER_FOREIGN',
      message: `${at} is a link: a folder of attestations has none`,
      hint: 'Find out who put it there, and remove it.',
    });
  }
}
