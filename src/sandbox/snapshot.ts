import { lchown, mkdir, mkdtemp, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SupplyLog } from '../ecosystem.js';
import { packFolder, unpackFolder } from './folder-tar.js';
import { dropEntry, type EntryName, entryPath, keepEntry, openEntry } from './kept-entry.js';
import { removeWork } from './remove-work.js';
import { materialSchema, type RecordedStep, recordedStepSchema } from './schema.js';

/** How far a rebuild has come: what is needed of it to go on from there. */
export interface Reached {
  /** Outcomes of the steps so far. */
  steps: RecordedStep[];
  log: SupplyLog;
  toolMaterials: z.infer<typeof materialSchema>[];
}

const snapshotSchema = z.strictObject({
  /** ISO 8601. */
  madeAt: z.string(),
  tar: z.strictObject({ sha256: z.string(), bytes: z.int() }),
  reached: z.strictObject({
    steps: z.array(recordedStepSchema),
    log: z.strictObject({
      materials: z.array(materialSchema),
      refusals: z.array(z.string()),
      notes: z.array(z.string()),
      pinnedOnly: z.boolean(),
      leftOut: z.boolean(),
      faulty: z.boolean(),
    }),
    toolMaterials: z.array(materialSchema),
  }),
});

/** Name of the archive in an entry. */
const tarName = 'work.tar';

/** Bytes of one snapshot at most; one that would push out nearly all others is not kept either. */
const largest = 6 * 2 ** 30;

/** Free bytes of the file system that snapshots leave alone. */
const reserve = 4 * 2 ** 30;

/** Bytes that are unpacked in a second, to be reckoned with: what is done again in less time is not kept. */
const pace = 50 * 2 ** 20;

/** How a snapshot is kept. */
export interface KeepOptions {
  /** What it took to get there from the last snapshot. */
  seconds: number;
  /** A folder of ours on the cache's file system. */
  scratch: string;
  /** Bytes of all that is kept; 0 keeps nothing. */
  limit: number;
  signal: AbortSignal;
}

/**
 * Keeps what is in a work folder in which nothing runs any more. False when it was not worth it or not possible, as with folders that a
 * build closed to us, which is no fault.
 */
export async function keepSnapshot(
  name: EntryName,
  work: string,
  reached: Reached,
  { seconds, scratch, limit, signal }: KeepOptions,
): Promise<boolean> {
  if (limit === 0) return false;
  const prepared = await mkdtemp(join(scratch, 'snapshot-'));
  try {
    const { bavail, bsize } = await statfs(scratch);
    const most = Math.min(largest, limit / 2, bavail * bsize - reserve, seconds * pace);
    const tar = await packFolder(work, join(prepared, tarName), most, signal);
    const record: z.input<typeof snapshotSchema> = { madeAt: new Date().toISOString(), tar, reached };
    await keepEntry(name, prepared, { record, bytes: tar.bytes }, limit);
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    await removeWork(prepared);
  }
}

/**
 * Fills `work`, which is ours and empty, from a snapshot. Null when there is none, when `usable` says no, or when what is there is not
 * what was kept; such a one is removed.
 */
export async function startFrom(
  name: EntryName,
  work: string,
  usable: (reached: Reached) => boolean,
  signal: AbortSignal,
): Promise<Reached | null> {
  const record = await openEntry(name, snapshotSchema);
  if (record === null || !usable(record.reached)) return null;
  try {
    await unpackFolder(join(entryPath(name), tarName), record.tar, work, signal);
    // Each folder's steps run as a user of its own, who takes over what is in it.
    if (process.getuid?.() === 0) await lchown(work, 0, 0);
  } catch {
    signal.throwIfAborted();
    await dropEntry(name);
    await removeWork(work);
    await mkdir(work);
    return null;
  }
  const { steps, ...reached } = record.reached;
  return {
    ...reached,
    steps: steps.map((step) => ({ ...step, reusedFrom: step.reusedFrom ?? record.madeAt })),
  };
}
