import { openQueue } from '../../batch/queue/open.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { count } from '../../report/terminal/amount.js';
import { line } from '../../report/terminal/line.js';
import { leftOutWords, staleWords } from '../batch/dependencies.js';
import type { InputOptions } from '../batch/input-options.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';
import { startForWorkers } from './start.js';

/** `reprove enqueue`'s options as commander hands them over. */
export type EnqueueOptions = StoreCommandOptions &
  InputOptions &
  Pick<VerifyCommandOptions, 'rebuild' | 'config' | 'cache'>;

/** Starts a run for workers, and waits for none of it. */
export async function runEnqueue(
  inputs: readonly string[],
  options: EnqueueOptions,
  session: Session,
): Promise<ExitCode> {
  const { context, close } = await openContext(options, session);
  try {
    return await withStore(options, session, async (store) => {
      const queue = await openQueue(store);
      const started = await startForWorkers({ store, queue }, inputs, options, session, context);
      const { run, releases, known, stale, leftOut } = started;
      const left = leftOutWords(leftOut);
      show(options, session, started, () => [
        line`run ${run}: ${count(releases - known, 'release')} enqueued, ${known} known from before`,
        ...(stale === 0 ? [] : [line`${staleWords(stale)}`]),
        ...(left === null ? [] : [line`${left}`]),
      ]);
      return exitCodes.passed;
    });
  } finally {
    await close();
  }
}
