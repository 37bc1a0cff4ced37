import { type BatchResult, conclude } from './conclude.js';
import type { RunPolicy } from './decide-run.js';
import type { Store } from './store/open.js';
import { runsToEnd } from './store/runs.js';

/** A run that was ended here. */
export interface EndedRun {
  inputs: string;
  result: BatchResult;
}

/** Ends the runs, of these or of all, that nobody waits for and of which everything is settled; each is ended by one process only. */
export async function endRuns(
  store: Store,
  runs: readonly number[] | null,
  held: Omit<RunPolicy, 'blobs'> | null = null,
): Promise<EndedRun[]> {
  if (runs?.length === 0) return [];
  const policy = held === null ? null : { ...held, blobs: store.blobs };
  return store.transaction(async (session) => {
    const ended: EndedRun[] = [];
    for (const { id, inputs } of await runsToEnd(session, runs))
      ended.push({ inputs, result: await conclude(session, id, false, policy) });
    return ended;
  });
}
