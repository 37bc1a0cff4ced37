import type { Command } from 'commander';
import { withFilters } from '../batch/input-options.js';
import { withExamples } from '../help.js';
import type { ScheduleOptions } from '../schedule/run.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

/** `reprove schedule add|ls|rm` */
export function defineSchedule(program: Command, session: Session): void {
  const schedule = program
    .command('schedule')
    .description(
      'Keeps in the database what is to be enqueued, and when. Started by workers with --schedules: paths are read by them, where they run (docs/fleet.md).',
    );
  const load = () => import('../schedule/run.js');
  const add = schedule
    .command('add')
    .description('Adds a schedule, or changes the one of that name.')
    .argument('<name>', 'what it is called')
    .argument('<cron>', 'five fields: minute, hour, day of the month, month, day of the week')
    .argument('<input...>', 'what `reprove batch` takes')
    .option('--tz <zone>', 'time zone of the expression', 'UTC')
    .option('--no-rebuild', 'as the workers are started');
  withExamples(
    withStoreOptions(withFilters(add)),
    [['reprove schedule add nightly "0 3 * * *" /srv/app/package-lock.json --tz Europe/Berlin', '']],
    storeExitCodes,
  ).action((name: string, cron: string, inputs: string[], options: ScheduleOptions) => {
    session.start(
      load().then(({ runScheduleAdd }) => runScheduleAdd({ name, cron, inputs }, options, session)),
    );
  });
  withStoreOptions(schedule.command('ls').description('Shows all schedules.')).action(
    (options: StoreCommandOptions) => {
      session.start(load().then(({ runScheduleList }) => runScheduleList(options, session)));
    },
  );
  withStoreOptions(
    schedule.command('rm').description('Removes a schedule.').argument('<name>', 'what it is called'),
  ).action((name: string, options: StoreCommandOptions) => {
    session.start(load().then(({ runScheduleRemove }) => runScheduleRemove(name, options, session)));
  });
}
