/**
 * Workers that are killed at random, and a server that is stopped in between: what is lost of a run?
 *
 *   npm run bench:batch-faults -- [--releases 300] [--kills 50] [--restarts 5] [--workers 4]
 *
 * Each release is rebuilt in the sandbox. Needs PostgreSQL and bubblewrap of Debian.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import pg from 'pg';
import { plainWorld } from '../test/support/plain-world.js';
import { postgresServer } from '../test/support/postgres.js';
import { Bounds } from './bounds.js';

const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '300' },
    kills: { type: 'string', default: '50' },
    restarts: { type: 'string', default: '5' },
    workers: { type: 'string', default: '4' },
  },
});
const [releases, kills, restarts, count] = [
  values.releases,
  values.kills,
  values.restarts,
  values.workers,
].map(Number) as [number, number, number, number];

const bounds = new Bounds();
const server = await postgresServer();
if (server === null) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
const world = await plainWorld(releases, true);
try {
  await faults(await server.database());
} finally {
  await world.remove();
  await server.remove();
}
bounds.end();

async function faults(database: string): Promise<void> {
  const environment = { REPROVE_DATABASE: database };
  await world.lock(world.versions);
  const enqueued = await world.cli.run(['enqueue', 'package-lock.json'], environment);
  if (enqueued.exitCode !== 0) throw new Error(enqueued.stderr);
  const worker = (...options: string[]) =>
    world.cli.start(['worker', '--concurrency', '1', '--sandbox', 'bubblewrap', ...options], environment);
  const workers = Array.from({ length: count }, () => worker());
  for (const each of workers) each.catch(() => undefined);
  const started = performance.now();
  const done = await client(
    database,
    "select count(*)::int as n from reprove.run_dependencies where state = 'verified'",
  );
  let killed = 0;
  let stopped = 0;
  while (killed < kills) {
    await sleep(1_000 + Math.random() * 6_000);
    const at = Math.floor(Math.random() * workers.length);
    workers[at]!.kill('SIGKILL');
    workers[at] = worker();
    workers[at].catch(() => undefined);
    killed += 1;
    if (stopped < restarts && killed % Math.ceil(kills / (restarts + 1)) === 0) {
      await server!.stop();
      await sleep(2_000);
      await server!.start();
      stopped += 1;
    }
    if (killed % 10 === 0)
      console.log(`      ${killed} killed, ${(await done())[0]?.n} of ${releases} verified`);
  }
  const verifiedBefore = Number((await done())[0]?.n);
  for (const each of workers) each.kill('SIGTERM');
  await Promise.allSettled(workers);
  await Promise.all(Array.from({ length: count }, () => worker('--drain')));
  const seconds = (performance.now() - started) / 1_000;
  const query = (sql: string) => client(database, sql).then((ask) => ask());
  const states = await query('select state, count(*)::int as n from reprove.run_dependencies group by state');
  const results = await query(
    `select count(*)::int as n, count(distinct release_id)::int as releases,
       count(*) filter (where verdict = 'reproduced')::int as reproduced from reprove.results`,
  );
  const left = await query(
    `select (select count(*)::int from reprove.job_leases) as leases, (select count(*)::int from reprove_queue.job) as jobs`,
  );
  const sandboxes = (await execa('pgrep', ['-c', 'bwrap'], { reject: false })).stdout;
  const [{ n, releases: distinct, reproduced }] = results as [
    { n: number; releases: number; reproduced: number },
  ];
  console.log(
    `      ${seconds.toFixed(0)} s; ${verifiedBefore} of ${releases} were verified when the last was killed`,
  );
  bounds.tell(
    `${killed} workers killed of ${count}, server stopped ${stopped} times: run is ${JSON.stringify(states)}`,
    states.length === 1 && states[0]?.state === 'verified' && states[0]?.n === releases,
  );
  bounds.tell(
    `${n} results of ${distinct} releases, ${reproduced} reproduced`,
    n === releases && distinct === releases && reproduced === releases,
  );
  bounds.tell(
    `left: ${JSON.stringify(left[0])}, ${sandboxes} sandboxes`,
    left[0]?.leases === 0 && left[0]?.jobs === 0 && Number(sandboxes) === 0,
  );
}

/** A query that can be asked again and again, also after the server was stopped. */
async function client(database: string, sql: string): Promise<() => Promise<Record<string, unknown>[]>> {
  return async () => {
    for (let attempt = 0; ; attempt++) {
      const connection = new pg.Client(database);
      connection.on('error', () => undefined);
      try {
        await connection.connect();
        return (await connection.query(sql)).rows;
      } catch (error) {
        if (attempt === 20) throw error;
        await sleep(500);
      } finally {
        await connection.end().catch(() => undefined);
      }
    }
  };
}
