import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { version } from '../../version.js';
import type { Session } from '../store/session.js';
import { storable } from '../store/storable.js';
import { type Classes, type LostLease, queueSchema } from './job.js';

/** A process that takes jobs, as the database knows it. */
export interface WorkerEntry extends Classes {
  name: string;
  concurrency: number;
}

/** A name for a worker: unique among all of a database, and readable. */
export const workerName = (): string => `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;

/** Seconds between two signs of life, and how long none may be missed before the jobs of a worker are given to others. */
export const heartbeatSeconds = 5;
const deadSeconds = 30;

/** Days for which a worker that stopped is remembered. */
const rememberedDays = 7;

/** Enters a worker, or says that it lives. All times are the database's own, whatever the clock of a worker says. */
export async function beat(
  { executeSql }: Session,
  { name, concurrency, large, native }: WorkerEntry,
): Promise<void> {
  await executeSql(
    `insert into reprove.workers (name, host, pid, reprove, concurrency, large, native) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (name) do update set seen_at = now(), stopped_at = null,
       concurrency = excluded.concurrency, large = excluded.large, native = excluded.native`,
    [storable(name), storable(hostname()), process.pid, version, concurrency, large, native],
  );
}

/** Which classes of jobs any worker takes that lives. */
export async function classesTaken({ executeSql }: Session): Promise<Classes> {
  const { rows } = await executeSql(
    `select coalesce(bool_or(large), false) as large, coalesce(bool_or(native), false) as native from reprove.workers
     where stopped_at is null and concurrency > 0 and seen_at >= now() - $1 * interval '1 second'`,
    [deadSeconds],
  );
  return { large: rows[0]?.large === true, native: rows[0]?.native === true };
}

/** Says that a worker stopped, having given back what it had. */
export async function leave({ executeSql }: Session, name: string): Promise<void> {
  await executeSql('update reprove.workers set stopped_at = now(), seen_at = now() where name = $1', [
    storable(name),
  ]);
}

/**
 * Takes from workers that are gone what they had, for it to be put back: `everyoneBut` is the only worker that can be alive, as on an embedded
 * database, or null where others are judged by when they were heard of last. What is taken is locked against others who do the same.
 */
export async function leasesOfTheDead(
  { executeSql }: Session,
  everyoneBut: string | null,
): Promise<LostLease[]> {
  const { rows } = await executeSql(
    `delete from reprove.job_leases where job_id in (
       select job_id from reprove.job_leases join reprove.workers on workers.name = worker
       where case when $1::text is null then seen_at < now() - $2 * interval '1 second' else worker <> $1 end
       for update of job_leases skip locked
     )
     returning job_id as id, queue, worker, begun_at is not null as begun`,
    [everyoneBut, deadSeconds],
  );
  return rows;
}

/** Seconds that nothing is ever put off for; what lies further ahead says that the clock was set back. */
const farAhead = 3_600;

/** Brings to now what the database's clock says is far ahead: after it was set back, jobs would be due, and dead workers be missed, hours later. */
export async function mendClock({ executeSql }: Session): Promise<void> {
  await executeSql(
    `update ${queueSchema}.job set start_after = now()
     where state < 'active' and start_after > now() + $1 * interval '1 second'`,
    [farAhead],
  );
  await executeSql(
    "update reprove.workers set seen_at = now() where seen_at > now() + $1 * interval '1 second'",
    [deadSeconds],
  );
}

/** Forgets workers that are long gone and have nothing. */
export async function forgetWorkers({ executeSql }: Session): Promise<void> {
  await executeSql(
    `delete from reprove.workers where seen_at < now() - $1 * interval '1 day'
     and not exists (select 1 from reprove.job_leases where worker = name)`,
    [rememberedDays],
  );
}
