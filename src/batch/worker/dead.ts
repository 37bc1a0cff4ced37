import { exitCodes } from '../../errors.js';
import type { Queue } from '../queue/open.js';
import { leasesOfTheDead } from '../queue/workers.js';
import type { Store } from '../store/open.js';
import { settle } from '../store/runs.js';
import type { WorkerEvent } from './event.js';

/** Puts back what workers had that are gone. On an embedded database nobody but us can be alive. */
export async function takeFromTheDead(
  store: Store,
  queue: Queue,
  { name, told }: { name: string; told(event: WorkerEvent): void },
): Promise<void> {
  const alone = store.engine === 'pglite' ? name : null;
  const gone = await store.transaction(async (session) => {
    const leases = await leasesOfTheDead(session, alone);
    if (leases.length === 0) return leases;
    for (const job of await queue.putBack(session, leases)) {
      await settle(session, job, {
        state: 'failed',
        code: 'E_WORKER_LOST',
        message: 'every worker that verified it was killed, most likely for want of memory',
        exitCode: exitCodes.environment,
      });
    }
    return leases;
  });
  for (const worker of new Set(gone.map((lease) => lease.worker))) {
    const jobs = gone.filter((lease) => lease.worker === worker).length;
    told({ kind: 'put-back', jobs, worker });
  }
}
