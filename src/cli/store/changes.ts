import { changes } from '../../batch/store/changes.js';
import type { Store } from '../../batch/store/open.js';
import { latestRun, runBefore, runExists } from '../../batch/store/run-list.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { changeLines } from '../../report/store/changes.js';
import { line } from '../../report/terminal/line.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';
import { show, withStore } from './with-store.js';

/** Prints what changed from one run to another; from the one before to the newest unless told. */
export const runChanges = (
  options: StoreCommandOptions & { since?: number; run?: number },
  session: Session,
): Promise<ExitCode> =>
  withStore(options, session, async (store) => {
    const run = options.run ?? (await latestRun(store));
    const since = options.since ?? (run === null ? null : await runBefore(store, run));
    if (run !== null) await known(store, run);
    if (since !== null) await known(store, since);
    if (run === null || since === null) {
      show(options, session, { since, run, changes: [] }, () => [
        line`There are no two runs to compare yet.`,
      ]);
      return exitCodes.passed;
    }
    const found = await changes(store, since, run);
    show(options, session, { since, run, changes: found }, () => changeLines(since, run, found));
    return exitCodes.passed;
  });

async function known(store: Store, run: number): Promise<void> {
  if (!(await runExists(store, run)))
    throw new CommandError(`there is no run ${run}`, 'See `reprove runs` for those that there are.');
}
