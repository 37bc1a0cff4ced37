import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CacheError } from './error.js';

/** Name of the file that marks a cache folder, so that backup tools pass it over (bford.info/cachedir). */
export const cacheTag = 'CACHEDIR.TAG';

/** The second line makes it ours: other programs leave such files too. */
const tagText =
  'Signature: 8a477f597d28d172789f06886806bc55\n# This folder is the cache of reprove. See `reprove cache`.\n';

/**
 * Makes the cache folder ready: created for its owner alone where it is missing, and marked as ours. Throws `CacheError` (exit
 * code 4) when it can't be written, or holds something and no mark of ours: `reprove cache clear` must never be led to
 * somebody's documents.
 */
export async function openCache(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    const state = await cacheState(folder);
    if (state === 'foreign') throw foreign(folder);
    if (state === 'unmarked') await writeFile(join(folder, cacheTag), tagText);
  } catch (cause) {
    if (cause instanceof CacheError) throw cause;
    throw new CacheError({
      code: 'E_CACHE_UNUSABLE',
      message: `cannot use the cache folder ${folder}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      hint: 'Name a folder you can write to with --cache or REPROVE_CACHE, and see that the disk has room.',
      cause,
    });
  }
}

/** `unmarked`: empty, or its mark was being written when that was interrupted. */
export type CacheState = 'missing' | 'unmarked' | 'ours' | 'foreign';

/** What a folder is to us. Throws the system's error when it can't be read. */
export async function cacheState(folder: string): Promise<CacheState> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (names === null) return 'missing';
  if (names.length === 0) return 'unmarked';
  const tag = await readFile(join(folder, cacheTag), 'utf8').catch(() => null);
  if (tag === tagText) return 'ours';
  return tag !== null && tagText.startsWith(tag) ? 'unmarked' : 'foreign';
}

/** The refusal to touch a folder that something else made. */
export function foreign(folder: string): CacheError {
  return new CacheError({
    code: 'E_CACHE_FOREIGN',
    message: `${folder} holds files and is no cache of reprove`,
    hint: 'Name an empty or a new folder with --cache or REPROVE_CACHE.',
  });
}
