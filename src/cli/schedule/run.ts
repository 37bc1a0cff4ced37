import { InputError } from '../../batch/inputs/error.js';
import { openQueue } from '../../batch/queue/open.js';
import { addSchedule, listSchedules, removeSchedule, type Schedule } from '../../batch/queue/schedules.js';
import type { Store } from '../../batch/store/open.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { type Line, line, styled } from '../../report/terminal/line.js';
import type { InputOptions } from '../batch/input-options.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';

/** `reprove schedule add`'s options as commander hands them over. */
export type ScheduleOptions = StoreCommandOptions &
  Omit<InputOptions, 'changedSince'> & { rebuild: boolean; tz: string };

/** Keeps what is to be enqueued, and when. */
export const runScheduleAdd = (
  { name, cron, inputs }: { name: string; cron: string; inputs: readonly string[] },
  options: ScheduleOptions,
  session: Session,
): Promise<ExitCode> =>
  withQueue(options, session, async (store) => {
    const { production, direct, include, exclude, top } = options;
    if (inputs.includes('-')) throw new InputError("- can't be scheduled: stdin is there now, and not then");
    const given = Object.entries({ production, direct, include, exclude, top }).filter(
      ([, value]) => value !== undefined,
    );
    await addSchedule(store, {
      name,
      cron,
      timezone: options.tz,
      work: {
        inputs: [...inputs],
        folder: session.io.cwd,
        rebuild: options.rebuild,
        filters: Object.fromEntries(given),
      },
    });
    return print(store, options, session);
  });

/** Prints all schedules. */
export const runScheduleList = (options: StoreCommandOptions, session: Session): Promise<ExitCode> =>
  withQueue(options, session, (store) => print(store, options, session));

/** Removes one. */
export const runScheduleRemove = (
  name: string,
  options: StoreCommandOptions,
  session: Session,
): Promise<ExitCode> =>
  withQueue(options, session, async (store) => {
    if (!(await removeSchedule(store, name)))
      throw new InputError(`there is no schedule ${name}`, 'See `reprove schedule ls`.');
    return print(store, options, session);
  });

/** The queue's tables are where schedules are kept. */
const withQueue = (
  options: StoreCommandOptions,
  session: Session,
  work: (store: Store) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withStore(options, session, async (store) => {
    await openQueue(store);
    return work(store);
  });

async function print(store: Store, options: StoreCommandOptions, session: Session): Promise<ExitCode> {
  const schedules = await listSchedules(store);
  show(options, session, { schedules }, () =>
    schedules.length === 0 ? [line`nothing is scheduled`] : schedules.map(scheduleLine),
  );
  return exitCodes.passed;
}

const scheduleLine = ({ name, cron, timezone, work }: Schedule): Line =>
  line`${styled('bold', name)}  ${cron} (${timezone})  ${work.inputs.join(' ')}  ${styled('dim', `in ${work.folder}`)}`;
