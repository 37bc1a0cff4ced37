import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { type IndexEntry, indexName, readIndex, writeIndex } from './index-file.js';
import { expectNoLinks } from './no-links.js';
import { attestationPath, openPlace } from './place.js';

/** An attestation with its line of the index. */
export interface Described {
  entry: IndexEntry;
  bytes: Buffer;
}

/**
 * Adds attestations to a folder, which is made where there is none; those that are there already are left alone. The index is written
 * last, whole or not at all, and only ever grows. Returns how many were new.
 *
 * @throws {AttestError} `E_FOLDER_FOREIGN` (exit code 2), `E_FOLDER_UNUSABLE` (4), those of `readIndex`.
 */
export async function addToFolder(
  folder: string,
  attestations: readonly Described[],
  signal: AbortSignal,
): Promise<number> {
  try {
    await mkdir(folder, { recursive: true });
    const release = await lock(folder, {
      stale: 20_000,
      update: 5_000,
      retries: { retries: 20, maxTimeout: 1_000 },
    });
    try {
      return await add(folder, attestations, signal);
    } finally {
      await release();
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof AttestError) throw cause;
    throw new AttestError({
      code: 'E_FOLDER_UNUSABLE',
      message: `cannot add to ${folder}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      hint: 'Name a folder that can be written, which nothing else writes to now.',
      exitCode: exitCodes.environment,
      cause,
    });
  }
}

async function add(folder: string, attestations: readonly Described[], signal: AbortSignal): Promise<number> {
  const index = await folderIndex(folder, signal);
  const before = index.size;
  for (const { entry, bytes } of attestations) {
    if (index.has(entry.sha256)) continue;
    const path = join(folder, attestationPath(entry.sha256));
    await expectNoLinks(folder, path);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, bytes, { mode: 0o644 });
    index.set(entry.sha256, entry);
  }
  const isNew = index.size > before || !(await stat(join(folder, indexName)).catch(() => null));
  if (isNew) await writeFileAtomic(join(folder, indexName), writeIndex(index.values()), { mode: 0o644 });
  return index.size - before;
}

/** The index of a folder of ours; empty for an empty folder. Throws `E_FOLDER_FOREIGN` for a folder of something else. */
export async function folderIndex(folder: string, signal: AbortSignal): Promise<Map<string, IndexEntry>> {
  const names = await readdir(folder);
  if (names.includes(indexName))
    return readIndex(await (await openPlace(folder, '/', signal)).index(), folder);
  // What comes with a git repository, or an interruption left, may be there before.
  const foreign = names.find((name) => !/^(?:\.|readme|license|copying|sha256$|synced$)/i.test(name));
  if (foreign === undefined) return new Map();
  throw new AttestError({
    code: 'E_FOLDER_FOREIGN',
    message: `${folder} holds ${foreign} and no ${indexName}: it is no folder of attestations`,
    hint: 'Name an empty or a new folder with --to.',
  });
}
