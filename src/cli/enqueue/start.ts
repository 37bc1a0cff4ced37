import { endRuns } from '../../batch/end-runs.js';
import { type StartedRun, startQueuedRun } from '../../batch/queue/enqueue.js';
import type { Queue } from '../../batch/queue/open.js';
import type { Store } from '../../batch/store/open.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { dependenciesIn } from '../batch/dependencies.js';
import { type InputOptions, inputsText } from '../batch/input-options.js';
import type { OpenContext } from '../open-context.js';
import type { Session } from '../session.js';

/** Starts a run for workers, of what inputs name now. */
export async function startForWorkers(
  { store, queue }: { store: Store; queue: Queue },
  inputs: readonly string[],
  options: InputOptions & { rebuild: boolean },
  session: Session,
  context: OpenContext['context'],
): Promise<StartedRun & { leftOut: Awaited<ReturnType<typeof dependenciesIn>>['leftOut'] }> {
  const { dependencies, leftOut } = await dependenciesIn(inputs, options, session, context);
  const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
  const started = await startQueuedRun(store, queue, {
    inputs: inputsText(inputs, options),
    dependencies,
    rules,
    waits: false,
  });
  // With nothing left to do no worker would ever look at it.
  await endRuns(store, [started.run], { config: context.config });
  return { ...started, leftOut };
}
