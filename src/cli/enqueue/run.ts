import { endRuns } from '../../batch/end-runs.js';
import { startQueuedRun } from '../../batch/queue/enqueue.js';
import { openQueue } from '../../batch/queue/open.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { count } from '../../report/terminal/amount.js';
import { line } from '../../report/terminal/line.js';
import { dependenciesIn, leftOutWords } from '../batch/dependencies.js';
import type { InputOptions } from '../batch/input-options.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';

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
  const { dependencies, leftOut } = await dependenciesIn(inputs, options, session, context).finally(close);
  const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
  return withStore(options, session, async (store) => {
    const queue = await openQueue(store);
    const started = await startQueuedRun(store, queue, {
      inputs: inputs.join(' '),
      dependencies,
      rules,
      waits: false,
    });
    // With nothing left to do no worker would ever look at it.
    await endRuns(store, [started.run]);
    const { run, releases, known } = started;
    const left = leftOutWords(leftOut);
    show(options, session, { ...started, leftOut }, () => [
      line`run ${run}: ${count(releases - known, 'release')} enqueued, ${known} known from before`,
      ...(left === null ? [] : [line`${left}`]),
    ]);
    return exitCodes.passed;
  });
}
