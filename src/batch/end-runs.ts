import { type BatchResult, conclude } from './conclude.js';
import type { Store } from './store/open.js';
import { runsToEnd } from './store/runs.js';

/** Ends the runs, of these or of all, that nobody waits for and of which everything is settled; each is ended by one process only. */
export async function endRuns(store: Store, runs: readonly number[] | null): Promise<BatchResult[]> {
  if (runs?.length === 0) return [];
  return store.transaction(async (session) => {
    const results: BatchResult[] = [];
    for (const run of await runsToEnd(session, runs)) results.push(await conclude(session, run, false));
    return results;
  });
}
