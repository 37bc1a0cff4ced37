import { prune } from '../../batch/store/prune.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { count } from '../../report/terminal/amount.js';
import { line } from '../../report/terminal/line.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';
import { show, withStore } from './with-store.js';

const dayMilliseconds = 86_400_000;

/** Removes old runs and results, and says how many. */
export async function runPrune(
  options: StoreCommandOptions & { days?: number; keepRuns?: number; dryRun?: boolean },
  session: Session,
): Promise<ExitCode> {
  const { days, keepRuns: runs, dryRun = false } = options;
  if (days === undefined && runs === undefined)
    throw new CommandError('nothing says what is old', 'Give --days, --keep-runs or both.');
  const since = days === undefined ? undefined : new Date(Date.now() - days * dayMilliseconds);
  return withStore(options, session, async (store) => {
    const pruned = await prune(store, { since, runs }, dryRun);
    const words = [count(pruned.runs, 'run'), count(pruned.results, 'result'), count(pruned.blobs, 'report')];
    show(options, session, { dryRun, ...pruned }, () => [
      line`${dryRun ? 'Would remove' : 'Removed'} ${words.slice(0, dryRun ? 2 : 3).join(', ')}.`,
    ]);
    return exitCodes.passed;
  });
}
