import { endRuns } from '../../batch/end-runs.js';
import { startQueuedRun } from '../../batch/queue/enqueue.js';
import { openQueue } from '../../batch/queue/open.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { count } from '../../report/terminal/amount.js';
import { line } from '../../report/terminal/line.js';
import { readInputs } from '../batch/dependencies.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';

/** `reprove enqueue`'s options as commander hands them over. */
export type EnqueueOptions = StoreCommandOptions & Pick<VerifyCommandOptions, 'rebuild' | 'config'>;

/** Starts a run for workers, and waits for none of it. */
export async function runEnqueue(
  inputs: readonly string[],
  options: EnqueueOptions,
  session: Session,
): Promise<ExitCode> {
  const dependencies = await readInputs(inputs, session.io.cwd);
  const { context } = await openContext(options, session, { cache: false });
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
    show(options, session, started, () => [
      line`run ${run}: ${count(releases - known, 'release')} enqueued, ${known} known from before`,
    ]);
    return exitCodes.passed;
  });
}
