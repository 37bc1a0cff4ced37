import type { Accounts } from './accounts.js';
import { batches } from './batches.js';
import { nearestCounterpart } from './describe.js';
import type { Reference } from './reference.js';

/** Bytes of one counterpart and of all that are held. */
export interface CounterpartLimits {
  file: number;
  all: number;
}

/** Bytes that are asked for at a time: a source tells sizes only by reading. */
const batchBytes = 16 * 2 ** 20;

/**
 * Contents of the nearest counterparts of some entries, by the entry's path. What has none, is too large or finds no room left is
 * absent. `references` are those that the accounts were compared with; they must still be readable.
 */
export async function readCounterparts(
  accounts: Accounts,
  references: readonly Reference[],
  paths: ReadonlySet<string>,
  limits: CounterpartLimits,
): Promise<Map<string, Buffer>> {
  const open = new Map<Reference, { path: string; size: number; at: string }[]>();
  for (const path of paths) {
    const account = accounts.byPath.get(path);
    const nearest = account && nearestCounterpart(account, references);
    if (!nearest) continue;
    const { reference, file } = nearest;
    if (!open.has(reference)) open.set(reference, []);
    open.get(reference)!.push({ path, size: file.size ?? account.entry.size, at: file.path });
  }
  const found = new Map<string, Buffer>();
  let left = limits.all;
  for (const [reference, items] of open)
    for (const batch of batches(items, ({ size }) => size, batchBytes)) {
      if (left <= 0) return found;
      const contents = await reference.read(new Set(batch.map(({ at }) => at)), Math.min(limits.file, left));
      for (const { path, at } of batch) {
        const bytes = contents.get(at);
        if (bytes === undefined || bytes.length > left) continue;
        left -= bytes.length;
        found.set(path, bytes);
      }
    }
  return found;
}
