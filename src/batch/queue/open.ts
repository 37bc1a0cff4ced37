import PgBoss from 'pg-boss';
import type { Store } from '../store/open.js';
import type { Session } from '../store/session.js';
import {
  type Job,
  jobDataSchema,
  type LostLease,
  type NewJob,
  type QueueName,
  queueSchema,
  queues,
  singletonKey,
} from './job.js';

/** The queue, in the same database as the store: whatever is done with a job commits together with what it came to. */
export interface Queue {
  /** Puts jobs in; a release that waits already is left where it is. */
  add(session: Session, jobs: readonly NewJob[]): Promise<void>;
  /** Takes the next job, of the highest priority that is due, and gives the worker the lease of it; null where there is none. */
  take(session: Session, queue: QueueName, worker: string): Promise<Job | null>;
  /** Says that work on a job begins: from now on it is held to be the cause if its worker dies. False where the worker has not the lease. */
  begin(session: Session, job: Job, worker: string): Promise<boolean>;
  /** Takes more jobs of the same group, `most` of them. */
  takeGroup(session: Session, job: Job, worker: string, most: number): Promise<Job[]>;
  /**
   * Removes jobs that are done with, and their leases. False, with nothing removed, where the worker has not the lease of each: they were
   * taken from it, and what it found out about them no longer counts.
   */
  remove(session: Session, jobs: readonly Job[], worker: string): Promise<boolean>;
  /** Puts back jobs whose worker is gone. One that was being worked on each time when several went is not put back; those are returned. */
  putBack(session: Session, leases: readonly LostLease[]): Promise<Job[]>;
  /** Removes what batches waited for that have ended, whatever the reason: only where no other process can be using the store. */
  forgetBatches(session: Session): Promise<void>;
  /** Jobs that wait, counted up to `most`. */
  waiting(session: Session, most: number): Promise<number>;
  /** Whether nothing waits and nothing is worked on. */
  isEmpty(session: Session): Promise<boolean>;
}

const schema = queueSchema;
/** Workers that one job may bring down, after the first. */
const retryLimit = 4;
/** pg-boss would end a job that takes longer; whether its worker lives is known from leases, so this is the longest it has. */
const expireInSeconds = 24 * 3600 - 1;

/**
 * Two of ours: the order in which jobs are fetched (without it each fetch sorts all that wait), and the jobs of a group.
 */
const indexes = `
  create index if not exists reprove_job_order on ${schema}.job (name, priority desc, created_on, id) where state < 'active';
  create index if not exists reprove_job_group on ${schema}.job (name, (data->>'group')) where state < 'active'`;

/** Opens the queue in a store, and makes its tables where there are none. */
export async function openQueue(store: Store): Promise<Queue> {
  const boss = new PgBoss({
    db: store,
    schema,
    supervise: false,
    schedule: false,
    retryLimit,
    expireInSeconds,
  });
  await setUp(store, boss);
  return {
    add: (session, jobs) => add(boss, session, jobs),
    take: (session, queue, worker) => take(boss, session, queue, worker),
    begin,
    takeGroup,
    remove,
    putBack: (session, leases) => putBack(boss, session, leases),
    forgetBatches,
    waiting,
    isEmpty,
  };
}

/** Any number that no other program's advisory lock is likely to have. */
const advisoryLock = 0x7265_7073;

/** pg-boss's own set-up opens a transaction inside of one statement; two processes at once are kept apart by a lock around ours. */
async function setUp(store: Store, boss: PgBoss): Promise<void> {
  try {
    await boss.start();
  } catch (error) {
    // Another process was a moment quicker.
    if (!(await boss.isInstalled().catch(() => false))) throw error;
    await boss.start();
  }
  if (await isSetUp(store)) return;
  await store.transaction(async (session) => {
    await session.executeSql('select pg_advisory_xact_lock($1)', [advisoryLock]);
    for (const name of Object.values(queues)) {
      await session.executeSql(`select ${schema}.create_queue($1, $2)`, [
        name,
        JSON.stringify({ policy: 'short', retryLimit, expireInSeconds }),
      ]);
    }
    await session.executeSql(indexes);
  });
}

/** The index is made last; a database of an earlier version has it and lacks a queue. */
async function isSetUp({ executeSql }: Session): Promise<boolean> {
  const { rows } = await executeSql(
    `select exists (select 1 from pg_catalog.pg_class join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
       where nspname = $1 and relname = 'reprove_job_group')
       and (select count(*) from ${schema}.queue where name = any($2::text[])) = $3 as there`,
    [schema, Object.values(queues), Object.values(queues).length],
  );
  return rows[0]?.there === true;
}

/** Jobs in one statement. */
const chunk = 5_000;

async function add(boss: PgBoss, session: Session, jobs: readonly NewJob[]): Promise<void> {
  for (let at = 0; at < jobs.length; at += chunk) {
    const some = jobs.slice(at, at + chunk).map(({ queue, priority, after = 0, ...data }) => ({
      name: queue,
      data,
      priority,
      // What is due at once is due whatever the clock says, also after it was set back.
      startAfter: after === 0 ? '1970-01-01T00:00:00Z' : String(after),
      singletonKey: singletonKey(data),
    }));
    await boss.insert(some, { db: session });
  }
}

async function take(boss: PgBoss, session: Session, queue: QueueName, worker: string): Promise<Job | null> {
  const [fetched] = await boss.fetch<unknown>(queue, { db: session });
  if (fetched === undefined) return null;
  const job = { ...jobDataSchema.parse(fetched.data), id: fetched.id, queue };
  await lease(session, [job], worker);
  return job;
}

/** As pg-boss fetches, which can't be asked for the jobs of a group. */
async function takeGroup(
  session: Session,
  { queue, group }: Job,
  worker: string,
  most: number,
): Promise<Job[]> {
  if (most < 1) return [];
  const { rows } = await session.executeSql(
    // A subquery of the update could be run more than once, with more rows than its limit.
    `with next as materialized (
       select id from ${schema}.job
       where name = $1 and data->>'group' = $2 and state < 'active' and start_after <= now()
       order by priority desc, created_on, id limit $3 for update skip locked
     )
     update ${schema}.job as job set state = 'active', started_on = now(),
       retry_count = case when started_on is not null then retry_count + 1 else retry_count end
     from next where job.name = $1 and job.id = next.id
     returning job.id, data`,
    [queue, group, most],
  );
  const jobs = rows.map(({ id, data }) => ({ ...jobDataSchema.parse(data), id: String(id), queue }));
  await lease(session, jobs, worker);
  return jobs;
}

async function lease({ executeSql }: Session, jobs: readonly Job[], worker: string): Promise<void> {
  if (jobs.length === 0) return;
  await executeSql(
    `insert into reprove.job_leases (job_id, queue, worker)
     select id, queue, $3 from unnest($1::uuid[], $2::text[]) as taken (id, queue)
     on conflict (job_id) do update set worker = excluded.worker, taken_at = now(), begun_at = null`,
    [jobs.map(({ id }) => id), jobs.map(({ queue }) => queue), worker],
  );
}

async function remove({ executeSql }: Session, jobs: readonly Job[], worker: string): Promise<boolean> {
  const ids = jobs.map(({ id }) => id);
  const { rows } = await executeSql(
    `with held as (
       select job_id from reprove.job_leases where job_id = any($1::uuid[]) and worker = $2 for update
     ), gone as (
       delete from reprove.job_leases where job_id in (select job_id from held) and (select count(*) from held) = $3
       returning job_id
     )
     select count(*)::int as count from gone`,
    [ids, worker, ids.length],
  );
  if (rows[0]?.count !== ids.length) return false;
  await executeSql(`delete from ${schema}.job where name = any($1::text[]) and id = any($2::uuid[])`, [
    jobs.map(({ queue }) => queue),
    ids,
  ]);
  return true;
}

async function putBack(boss: PgBoss, session: Session, leases: readonly LostLease[]): Promise<Job[]> {
  const given: Job[] = [];
  for (const queue of Object.values(queues)) {
    const own = leases.filter((each) => each.queue === queue);
    const idsOf = (begun: boolean) => own.filter((each) => each.begun === begun).map(({ id }) => id);
    await session.executeSql(
      `update ${schema}.job set state = 'retry', started_on = null where name = $1 and id = any($2::uuid[]) and state = 'active'`,
      [queue, idsOf(false)],
    );
    const begun = idsOf(true);
    if (begun.length === 0) continue;
    await boss.fail(queue, begun as never, { reason: 'its worker is gone' }, { db: session });
    const { rows } = await session.executeSql(
      `delete from ${schema}.job where name = $1 and id = any($2::uuid[]) and state = 'failed' returning id, data`,
      [queue, begun],
    );
    given.push(...rows.map(({ id, data }) => ({ ...jobDataSchema.parse(data), id: String(id), queue })));
  }
  return given;
}

async function begin({ executeSql }: Session, { id }: Job, worker: string): Promise<boolean> {
  const { rows } = await executeSql(
    'update reprove.job_leases set begun_at = now() where job_id = $1 and worker = $2 returning job_id',
    [id, worker],
  );
  return rows.length === 1;
}

async function forgetBatches({ executeSql }: Session): Promise<void> {
  await executeSql(`delete from ${schema}.job where name = any($1::text[]) and data->>'run' is not null`, [
    Object.values(queues),
  ]);
}

async function waiting({ executeSql }: Session, most: number): Promise<number> {
  const { rows } = await executeSql(
    `select count(*)::int as count from (
       select 1 from ${schema}.job where name = $1 and state < 'active' limit $2
     ) as counted`,
    [queues.any, most],
  );
  return Number(rows[0]?.count);
}

async function isEmpty({ executeSql }: Session): Promise<boolean> {
  const { rows } = await executeSql(
    `select not exists (select 1 from ${schema}.job where name = any($1::text[]) and state <= 'active') as empty`,
    [Object.values(queues)],
  );
  return rows[0]?.empty === true;
}
