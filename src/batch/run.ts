import type { VerdictKind } from '../judge/schema.js';
import { type BatchResult, conclude } from './conclude.js';
import type { RunPolicy } from './decide-run.js';
import { type NewRun, requeue, type StartedRun, startQueuedRun } from './queue/enqueue.js';
import { openQueue } from './queue/open.js';
import { workerName } from './queue/workers.js';
import type { Store } from './store/open.js';
import { type JobKey, runCounts } from './store/runs.js';
import { type SettledDependency, settledIn } from './store/settled.js';
import type { WorkerEvent } from './worker/event.js';
import type { Verified } from './worker/verified.js';
import { work } from './worker/work.js';

/** What a batch is of, and how it is done. */
export interface Batch extends Omit<NewRun, 'waits'> {
  concurrency: number;
  /** Whether everything that doesn't pass fails the run, and not only what is suspicious or got worse. */
  strict: boolean;
  /** What passes; verdicts alone decide without. */
  held?: Omit<RunPolicy, 'blobs'>;
  /** Verifies what a spec names. Throws for an interruption only. */
  verify(spec: string, how: { large: boolean }): Promise<Verified>;
  signal: AbortSignal;
  /** Told what there is to do. */
  started?(run: StartedRun): void;
  /** Told of each release, in the order in which they are done, here or by other workers. */
  done(job: JobKey, ending: Ending, at: { done: number; of: number }): void;
  /** Told of what goes on otherwise. */
  told?(event: WorkerEvent): void;
}

/** How one release ended, for people. */
export type Ending = { verdict: VerdictKind; reused: boolean } | { code: string; message: string };

/** Milliseconds between two looks at what is settled. */
const glance = 300;

/**
 * Verifies what is not known yet of a run's dependencies, stores each result as it comes, and says what the run came to. Workers on the same
 * database take part. Interrupted, nothing that was stored is lost: the next run takes it over.
 */
export async function runBatch(store: Store, batch: Batch): Promise<BatchResult> {
  const queue = await openQueue(store);
  // What an earlier batch had begun and nobody waits for any more.
  if (store.engine === 'pglite') await store.transaction((session) => queue.forgetBatches(session));
  const started = await startQueuedRun(store, queue, { ...batch, waits: true });
  batch.started?.(started);
  const { run } = started;
  const watch = watchRun(store, run, batch.done);
  try {
    await work(store, queue, {
      ...batch,
      name: workerName(),
      large: true,
      native: true,
      told: (event) => batch.told?.(event),
      until: async () => {
        if ((await runCounts(store, run)).waiting === 0) return true;
        // Somebody emptied the queue; nobody would ever do it.
        if (await queue.isEmpty(store)) await store.transaction((session) => requeue(session, queue, run));
        return false;
      },
    });
    await watch.look();
  } finally {
    watch.end();
  }
  const policy = batch.held === undefined ? null : { ...batch.held, blobs: store.blobs };
  return conclude(store, run, batch.strict, policy);
}

/** Looks now and then at what is settled of a run, wherever it was done, and tells each once. */
function watchRun(store: Store, run: number, done: Batch['done']) {
  const seen = new Set<number>();
  let since: Date | null = null;
  let looking: Promise<void> = Promise.resolve();
  const look = async (from: Date | null) => {
    const { of, settled, now } = await settledIn(store, run, from);
    since = now;
    for (const one of settled) {
      if (seen.has(one.position)) continue;
      seen.add(one.position);
      done(one, endingOf(one), { done: seen.size, of });
    }
  };
  const timer = setInterval(() => {
    // A server that is gone for a moment is told by the worker.
    looking = looking.then(() => look(since)).catch(() => undefined);
  }, glance);
  return {
    /** Tells whatever was not told. */
    look: async () => {
      clearInterval(timer);
      await looking;
      await look(null);
    },
    end: () => clearInterval(timer),
  };
}

function endingOf({ verdict, reused, code, message }: SettledDependency): Ending {
  return verdict === null ? { code: code ?? '', message: message ?? '' } : { verdict, reused };
}
