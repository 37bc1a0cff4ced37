import { listRuns } from '../../batch/store/run-list.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { runLines } from '../../report/store/runs.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';
import { show, withStore } from './with-store.js';

/** Prints the newest runs. */
export const runRuns = (
  options: StoreCommandOptions & { limit: number },
  session: Session,
): Promise<ExitCode> =>
  withStore(options, session, async (store) => {
    const runs = await listRuns(store, options);
    show(options, session, { runs }, () => runLines(runs));
    return exitCodes.passed;
  });
