import { once } from 'node:events';
import { pino } from 'pino';
import type { BatchResult } from '../../batch/conclude.js';
import { endRuns } from '../../batch/end-runs.js';
import { notify } from '../../batch/notify/index.js';
import { openQueue } from '../../batch/queue/open.js';
import { followSchedules } from '../../batch/queue/schedules.js';
import { workerName } from '../../batch/queue/workers.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import type { WorkerEvent } from '../../batch/worker/event.js';
import { workerMetrics } from '../../batch/worker/metrics.js';
import { workerTraces } from '../../batch/worker/traces.js';
import { work } from '../../batch/worker/work.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { verifier } from '../batch/verifier.js';
import { decider } from '../decider.js';
import { startForWorkers } from '../enqueue/start.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';

/** `reprove worker`'s options as commander hands them over. */
export type WorkerOptions = StoreCommandOptions &
  Pick<VerifyCommandOptions, 'rebuild' | 'sandbox' | 'timeout' | 'concurrency' | 'cache' | 'config'> & {
    name?: string;
    large: boolean;
    native: boolean;
    drain?: boolean;
    schedules?: boolean;
    metricsPort?: number;
    metricsHost: string;
  };

/** Jobs that are counted for the metrics at most. */
const counted = 1_000_000;
const sweepMilliseconds = 10_000;

/** Verifies what is in the queue until it is interrupted, or, with `--drain`, until nothing is in it. Logs JSON lines on stdout. */
export async function runWorker(options: WorkerOptions, session: Session): Promise<ExitCode> {
  const { io, signal } = session;
  const { context, loaded, close } = await openContext(options, session);
  const name = options.name ?? workerName();
  const log = pino({ base: { worker: name } }, io.stdout as NodeJS.WritableStream);
  try {
    const traces = await workerTraces(name, io.env);
    const held = { config: context.config, decide: await decider(loaded, context, session) };
    const verify = await verifier(options, session, context, traces?.progress);
    const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
    const connections = options.concurrency + 3;
    return await withStore({ ...options, connections, waits: true }, session, async (store) => {
      const queue = await openQueue(store);
      const metrics = workerMetrics(() => queue.waiting(store, counted));
      const server =
        options.metricsPort === undefined
          ? null
          : await metrics.serve(options.metricsPort, options.metricsHost);
      let ending: Promise<void> = Promise.resolve();
      const end = (runs: readonly number[] | null) => {
        ending = ending
          .then(async () => {
            for (const { inputs, result } of await endRuns(store, runs, held)) {
              log.info(summary(result), 'run ended');
              const { notifications, site = null } = context.config;
              const world = { folder: io.cwd, signal };
              for (const untold of await notify(notifications, { inputs, result, site }, world))
                log.error(untold, 'a notification was not sent');
            }
          })
          .catch((error) => log.error({ err: error }, 'runs could not be ended'));
      };
      // Those that the last worker of them could not end, because the database was gone.
      const sweep = setInterval(() => end(null), sweepMilliseconds);
      const told = (event: WorkerEvent) => {
        metrics.told(event);
        traces?.told(event);
        record(log, event);
        if (event.kind === 'settled' || event.kind === 'failed') end(event.runs);
      };
      log.info(
        {
          rules,
          concurrency: options.concurrency,
          large: options.large,
          native: options.native,
          store: store.place,
        },
        'worker started',
      );
      const stopped = new AbortController();
      const following = options.schedules
        ? followSchedules(store, {
            signal: AbortSignal.any([signal, stopped.signal]),
            start: async ({ name: schedule, work: { inputs, folder, filters, rebuild } }) => {
              const at = { ...session, io: { ...io, cwd: folder } };
              const { run, releases, known } = await startForWorkers(
                { store, queue },
                inputs,
                { ...filters, rebuild },
                at,
                context,
              );
              log.info({ schedule, run, releases, known }, 'run started');
            },
            failed: (schedule, error) =>
              log.error({ schedule: schedule?.name ?? null, err: error }, 'a schedule could not be followed'),
          })
        : Promise.resolve();
      try {
        await work(store, queue, {
          name,
          concurrency: options.concurrency,
          large: options.large,
          native: options.native,
          rules,
          verify,
          until: async () => options.drain === true && (await queue.isEmpty(store)),
          signal,
          told,
        });
      } finally {
        clearInterval(sweep);
        stopped.abort();
        await following;
        end(null);
        await ending;
        await traces?.close().catch((error) => log.error({ err: error }, 'traces were not sent'));
        server?.closeAllConnections();
        if (server !== null) await once(server.close(), 'close');
        log.info('worker stopped');
      }
      return exitCodes.passed;
    });
  } finally {
    await close();
  }
}

const summary = ({ run, counts, verdicts, exitCode, changes }: BatchResult) => ({
  run,
  counts,
  verdicts,
  exitCode,
  changes: changes.length,
});

/** One line for each event. What comes from packages is data in it, never part of the message. */
function record(log: pino.Logger, event: WorkerEvent): void {
  const { kind, ...rest } = event;
  if ('job' in rest) {
    const { job, ...others } = rest;
    const release = `${job.name}@${job.version}`;
    log[levels[kind]]({ release, attempt: job.attempt, ...others }, kind);
  } else if ('worker' in rest) log[levels[kind]]({ jobs: rest.jobs, of: rest.worker }, kind);
  else log[levels[kind]](rest, kind);
}

const levels = {
  taken: 'debug',
  settled: 'info',
  failed: 'warn',
  again: 'warn',
  lost: 'warn',
  'put-back': 'warn',
  trouble: 'error',
} as const;
