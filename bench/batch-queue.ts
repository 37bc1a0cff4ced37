/**
 * The queue on PostgreSQL: filling it, taking from it while it is long, and how many workers one server feeds.
 *
 *   npm run bench:batch-queue -- [--jobs 100000] [--most 16] [--seconds 20]
 *
 * For the last, what a worker does with a job is waiting as long as a verification took that is on record (`bench/results/lab.jsonl`), all
 * shortened alike; everything that the database has to do is real.
 */

import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startQueuedRun } from '../src/batch/queue/enqueue.js';
import { queues } from '../src/batch/queue/job.js';
import { openQueue } from '../src/batch/queue/open.js';
import { beat } from '../src/batch/queue/workers.js';
import { openStore, type Store } from '../src/batch/store/open.js';
import type { StorePlace } from '../src/batch/store/place.js';
import type { RunDependency } from '../src/batch/store/runs.js';
import { work } from '../src/batch/worker/work.js';
import { postgresServer } from '../test/support/postgres.js';
import { dependencyOn, resultOf } from '../test/support/stored.js';
import { Bounds } from './bounds.js';
import { cli, measure, median } from './command.js';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '100000' },
    most: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '20' },
    /** A worker of the simulated fleet: its database. */
    worker: { type: 'string' },
  },
});
const most = { enqueueSeconds: 120, bytes: 300e6, latencyGrowth: 3 };
/** Durations are divided by this. */
const shortened = 4;
const concurrency = 4;

async function bench(): Promise<void> {
  const bounds = new Bounds();
  const server = await postgresServer();
  if (server === null) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
  try {
    await filling(await server.database(), folder, bounds);
    await fleet(() => server.database(), folder, bounds);
  } finally {
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
  bounds.end();
}

const place = (address: string, folder: string): StorePlace => ({
  kind: 'postgresql',
  address,
  blobs: { kind: 'folder', folder: join(folder, 'blobs') },
});
const open = (address: string, folder: string, connections = concurrency + 2): Promise<Store> =>
  openStore(place(address, folder), { signal: new AbortController().signal, connections });

async function filling(database: string, folder: string, bounds: Bounds): Promise<void> {
  const jobs = Number(values.jobs);
  const store = await open(database, folder);
  const queue = await openQueue(store);
  await beat(store, { name: 'bench', concurrency: 1, large: false, native: false });
  const latency = async () => {
    const each: number[] = [];
    for (let at = 0; at < 300; at++) {
      const started = performance.now();
      const job = await store.transaction((session) => queue.take(session, queues.any, 'bench'));
      each.push(performance.now() - started);
      if (job !== null) await store.transaction((session) => queue.remove(session, [job], 'bench'));
    }
    return median(each);
  };
  await enqueue(1_000 + 300, 'few', database, folder);
  const short = await latency();
  const filled = await enqueue(jobs - 1_000, 'many', database, folder);
  const long = await latency();
  bounds.tell(
    `enqueue of ${jobs} jobs: ${filled.seconds.toFixed(1)} s (at most ${most.enqueueSeconds}), ${(filled.peakBytes / 1e6).toFixed(0)} MB (at most ${most.bytes / 1e6})`,
    filled.seconds <= most.enqueueSeconds && filled.peakBytes <= most.bytes,
  );
  bounds.tell(
    `taking a job: ${short.toFixed(2)} ms of 1,000, ${long.toFixed(2)} ms of ${jobs}, ratio ${(long / short).toFixed(2)} (at most ${most.latencyGrowth})`,
    long / short <= most.latencyGrowth,
  );
  await store.close();
}

/** Through the command line, from lockfiles of at most 50,000 entries. */
async function enqueue(count: number, name: string, database: string, folder: string) {
  const files: string[] = [];
  for (let from = 0; from < count; from += 50_000) {
    const packages = Object.fromEntries(
      Array.from({ length: Math.min(50_000, count - from) }, (_, at) => [
        `node_modules/${name}-${from + at}`,
        {
          version: '1.0.0',
          integrity: `sha512-${Buffer.from(`${name}${from + at}`.padEnd(64)).toString('base64')}`,
        },
      ]),
    );
    const path = join(folder, `${name}-${from}`, 'package-lock.json');
    await rm(join(folder, `${name}-${from}`), { recursive: true, force: true });
    await import('node:fs/promises').then(({ mkdir }) => mkdir(join(folder, `${name}-${from}`)));
    await writeFile(path, JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }));
    files.push(path);
  }
  const measured = await measure(process.execPath, [cli, 'enqueue', ...files, '--json'], {
    environment: { REPROVE_DATABASE: database, REPROVE_STATE: folder },
  });
  if (measured.exitCode !== 0) throw new Error(measured.stderr);
  return measured;
}

async function fleet(database: () => Promise<string>, folder: string, bounds: Bounds): Promise<void> {
  const rates: { workers: number; rate: number }[] = [];
  for (let workers = 1; workers <= Number(values.most); workers *= 2) {
    const address = await database();
    const store = await open(address, folder);
    const queue = await openQueue(store);
    const dependencies: RunDependency[] = Array.from({ length: 20_000 }, (_, at) =>
      dependencyOn(resultOf(`p${at}`, '1.0.0').release),
    );
    await startQueuedRun(store, queue, { inputs: 'simulated', dependencies, rules: 'r1', waits: false });
    const children = Array.from({ length: workers }, () =>
      fork(process.argv[1]!, ['--worker', address], { env: { ...process.env, REPROVE_STATE: folder } }),
    );
    const settled = async () =>
      Number(
        (
          await store.executeSql(
            `select count(*)::int as n from reprove.run_dependencies where state = 'verified'`,
          )
        ).rows[0].n,
      );
    while ((await settled()) < workers * concurrency) await sleep(100);
    const [from, started] = [await settled(), performance.now()];
    await sleep(Number(values.seconds) * 1_000);
    const rate = ((await settled()) - from) / ((performance.now() - started) / 1_000);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map((child) => once(child, 'exit')));
    rates.push({ workers, rate });
    const alone = rates[0]!.rate * workers;
    bounds.tell(
      `${workers} workers: ${rate.toFixed(1)} jobs a second, ${((100 * rate) / alone).toFixed(0)} % of ${workers} times one (at least 80 %)`,
      rate >= 0.8 * alone,
    );
    await store.close();
  }
}

/** A worker that waits instead of verifying. */
async function simulate(database: string): Promise<void> {
  const store = await open(database, process.env.REPROVE_STATE!);
  const queue = await openQueue(store);
  const text = await readFile('bench/results/lab.jsonl', 'utf8');
  const seconds = text
    .split('\n')
    .flatMap((line) =>
      line.startsWith('{"spec"') ? [(JSON.parse(line) as { seconds: number }).seconds] : [],
    );
  if (seconds.length === 0) throw new Error('there are no durations on record');
  let next = Math.floor(Math.random() * seconds.length);
  await work(store, queue, {
    name: randomUUID(),
    concurrency,
    large: false,
    native: false,
    rules: 'r1',
    until: async () => false,
    signal: new AbortController().signal,
    told: () => undefined,
    verify: async (spec) => {
      next = (next + 1) % seconds.length;
      await sleep((seconds[next]! * 1_000) / shortened);
      const at = spec.lastIndexOf('@');
      return { result: resultOf(spec.slice(0, at), spec.slice(at + 1)) };
    },
  });
}

if (values.worker !== undefined) await simulate(values.worker);
else await bench();
