import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { removeWork } from './remove-work.js';
import { runName } from './run-folder.js';

/** Folders of the cache whose entries are kept up to a number of bytes, together. */
const kinds = ['rebuilds', 'snapshots'] as const;
type EntryKind = (typeof kinds)[number];

/** What is kept under one name. */
export interface EntryName {
  /** Absolute path of the cache folder. */
  cache: string;
  kind: EntryKind;
  key: string;
}

const recordName = 'record.json';

/** Its text is the entry's size, its time that of the last use. */
const sizeName = 'size';

/** Host path of an entry, which need not exist. */
export const entryPath = ({ cache, kind, key }: EntryName): string => join(cache, kind, key);

/** The record of an entry, which counts as used now; null when there is none that we could have written. */
export async function openEntry<Schema extends z.ZodType>(
  name: EntryName,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const path = entryPath(name);
  try {
    const record = schema.parse(JSON.parse(await readFile(join(path, recordName), 'utf8')));
    const now = new Date();
    await utimes(join(path, sizeName), now, now);
    return record;
  } catch {
    return null;
  }
}

/**
 * Turns a folder of ours, on the cache's file system, into an entry, whole or not at all, in place of one of that name. Whichever of
 * several processes comes last wins. Then removes what was not used for longest until `limit` holds, finished rebuilds after all snapshots:
 * they are small, and spare the most.
 */
export async function keepEntry(
  name: EntryName,
  prepared: string,
  { record, bytes }: { record: unknown; bytes: number },
  limit: number,
): Promise<void> {
  await writeFile(join(prepared, sizeName), String(bytes), { mode: 0o600 });
  // Last, and on the disk: an entry without a record is none.
  await writeFile(join(prepared, recordName), JSON.stringify(record), { mode: 0o600, flush: true });
  await mkdir(join(name.cache, name.kind), { recursive: true, mode: 0o700 });
  for (let tries = 3; ; tries -= 1) {
    try {
      await rename(prepared, entryPath(name));
      break;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '') || tries === 0)
        throw error;
      await dropEntry(name);
    }
  }
  await evict(name.cache, limit);
}

/** Removes an entry. Its name is free at once; whoever is reading it notices that files are missing. */
export async function dropEntry({ cache, kind, key }: EntryName): Promise<void> {
  // Named after us, so that the next run sweeps what a killed process didn't get to remove.
  const runs = join(cache, 'runs');
  const away = join(runs, runName());
  await mkdir(runs, { recursive: true, mode: 0o700 });
  try {
    await rename(entryPath({ cache, kind, key }), away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await removeWork(away);
}

async function evict(cache: string, limit: number): Promise<void> {
  const entries = (await Promise.all(kinds.map((kind) => listEntries(cache, kind)))).flat();
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const rank = ({ name }: (typeof entries)[number]) => (name.kind === 'snapshots' ? 0 : 1);
  for (const { name, bytes } of entries.sort((a, b) => rank(a) - rank(b) || a.usedAt - b.usedAt)) {
    if (total <= limit) return;
    await dropEntry(name);
    total -= bytes;
  }
}

async function listEntries(
  cache: string,
  kind: EntryKind,
): Promise<{ name: EntryName; bytes: number; usedAt: number }[]> {
  const keys = await readdir(join(cache, kind)).catch(() => []);
  return Promise.all(
    keys
      .filter((key) => /^[0-9a-f]{64}$/.test(key))
      .map(async (key) => {
        const name = { cache, kind, key };
        const path = join(entryPath(name), sizeName);
        const [text, status] = await Promise.all([
          readFile(path, 'utf8').catch(() => '0'),
          stat(path).catch(() => null),
        ]);
        return { name, bytes: Number.parseInt(text, 10) || 0, usedAt: status?.mtimeMs ?? 0 };
      }),
  );
}
