import { history } from '../../batch/store/history.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { historyLines } from '../../report/store/history.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';
import { show, withStore } from './with-store.js';

/** Prints a package's results over time. */
export const runHistory = (
  name: string,
  options: StoreCommandOptions & { limit: number },
  session: Session,
): Promise<ExitCode> =>
  withStore(options, session, async (store) => {
    const { entries, total } = await history(store, name, options);
    show(options, session, { name, total, entries }, (width) => historyLines(name, entries, total, width));
    return exitCodes.passed;
  });
