import { setTimeout as sleep } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { z } from 'zod';
import { InputError } from '../inputs/error.js';
import { StoreError } from '../store/error.js';
import type { Store } from '../store/open.js';
import { queueSchema } from './job.js';

/** What is to be enqueued, and when. Kept in the database by pg-boss. */
export interface Schedule {
  name: string;
  /** Five fields, of minutes to days of the week. */
  cron: string;
  /** Of the IANA database. */
  timezone: string;
  work: ScheduledWork;
}

const workSchema = z.object({
  /** As typed, and the folder that paths are relative to. */
  inputs: z.array(z.string()).min(1),
  folder: z.string(),
  rebuild: z.boolean(),
  filters: z.object({
    production: z.boolean().optional(),
    direct: z.boolean().optional(),
    include: z.array(z.string()).optional(),
    exclude: z.array(z.string()).optional(),
    top: z.int().optional(),
  }),
});
type ScheduledWork = z.infer<typeof workSchema>;

/** Each schedule has a queue of its own, as pg-boss has it. */
const prefix = 'batch-';
const validName = /^[a-z0-9][a-z0-9._-]{0,39}$/i;

const bossFor = (store: Store, schedule: boolean): PgBoss =>
  new PgBoss({
    db: store,
    schema: queueSchema,
    supervise: false,
    schedule,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 2,
  });

/** Adds a schedule, or changes the one of that name. The store's queue must have been opened before. */
export async function addSchedule(store: Store, { name, cron, timezone, work }: Schedule): Promise<void> {
  if (!validName.test(name))
    throw new InputError(
      `${name} can't be the name of a schedule`,
      'Use letters, digits, dots and hyphens, at most 40.',
    );
  if (cron.trim().split(/\s+/).length !== 5)
    throw new InputError(
      `${cron} is no cron expression`,
      'Give five fields, such as "0 3 * * *" for three at night.',
    );
  if (!isTimeZone(timezone))
    throw new InputError(`there is no time zone ${timezone}`, 'Give one such as UTC or Europe/Berlin.');
  const boss = bossFor(store, false);
  await boss.createQueue(prefix + name, { name: prefix + name, policy: 'short' });
  try {
    await boss.schedule(prefix + name, cron, work, { tz: timezone });
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new InputError(
      `${cron} in ${timezone} can't be scheduled: ${(cause as Error).message}`,
      'Give five fields, such as "0 3 * * *" for three at night.',
      cause,
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** All schedules, by name. */
export async function listSchedules(store: Store): Promise<Schedule[]> {
  // The time zone is missing from the types.
  const all = (await bossFor(store, false).getSchedules()) as (PgBoss.Schedule & { timezone: string })[];
  return all
    .flatMap(({ name, cron, timezone, data }): Schedule[] => {
      const work = workSchema.safeParse(data);
      if (!name.startsWith(prefix) || !work.success) return [];
      return [{ name: name.slice(prefix.length), cron, timezone, work: work.data }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Removes one; false where there is none of that name. */
export async function removeSchedule(store: Store, name: string): Promise<boolean> {
  const known = (await listSchedules(store)).some((each) => each.name === name);
  if (!known) return false;
  const boss = bossFor(store, false);
  await boss.unschedule(prefix + name);
  await boss.deleteQueue(prefix + name);
  return true;
}

/** What follows schedules does. */
export interface Following {
  signal: AbortSignal;
  /** Starts a run; what it throws is told, and the schedule goes on. */
  start(schedule: Schedule): Promise<void>;
  failed(schedule: Schedule | null, error: Error): void;
}

/** Milliseconds between two looks at what is due. */
const poll = 2_000;

/**
 * Starts the runs that are due until it is stopped. Any number of processes may do so: each run is started by one of them. What was due while none
 * of them ran is not caught up with.
 */
export async function followSchedules(store: Store, { signal, start, failed }: Following): Promise<void> {
  const boss = bossFor(store, true);
  boss.on('error', (error) => failed(null, error));
  await boss.start();
  try {
    while (!signal.aborted) {
      try {
        for (const schedule of await listSchedules(store)) await startDue(boss, schedule, { start, failed });
        await forgetDone(store);
      } catch (error) {
        failed(null, error as Error);
      }
      await sleep(poll, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await boss.stop({ graceful: false, wait: false }).catch(() => undefined);
  }
}

async function startDue(
  boss: PgBoss,
  schedule: Schedule,
  { start, failed }: Pick<Following, 'start' | 'failed'>,
): Promise<void> {
  const queue = prefix + schedule.name;
  for (const { id } of await boss.fetch(queue)) {
    await start(schedule).catch((error: Error) => failed(schedule, error));
    await boss.deleteJob(queue, id);
  }
}

/** pg-boss's own notes of what it has sent. */
const forgetDone = ({ executeSql }: Store) =>
  executeSql(
    `delete from ${queueSchema}.job where name = '__pgboss__send-it' and state = 'completed' and completed_on < now() - interval '1 day'`,
  );
