import type { BatchResult } from '../../batch/conclude.js';
import { notify } from '../../batch/notify/index.js';
import { runBatch } from '../../batch/run.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { batchLines } from '../../report/store/batch.js';
import { decider } from '../decider.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';
import { dependenciesIn, leftOutWords, staleWords } from './dependencies.js';
import { type InputOptions, inputsText } from './input-options.js';
import { batchProgress } from './progress.js';
import { verifier } from './verifier.js';

/** `reprove batch`'s options as commander hands them over. */
export type BatchOptions = StoreCommandOptions &
  InputOptions &
  Pick<VerifyCommandOptions, 'rebuild' | 'sandbox' | 'timeout' | 'concurrency' | 'cache' | 'config'> & {
    strict?: boolean;
    notify: boolean;
  };

/** Verifies what lockfiles and other inputs name, as far as it isn't known, and prints what the run came to. */
export async function runBatchCommand(
  named: readonly string[],
  options: BatchOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, signal } = session;
  const { context, loaded, close } = await openContext(options, session);
  try {
    const { dependencies, leftOut } = await dependenciesIn(named, options, session, context);
    const left = leftOutWords(leftOut);
    if (left !== null && !options.json) io.stderr.write(`${left}\n`);
    const decide = await decider(loaded, context, session);
    const verify = await verifier(options, session, context);
    const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
    const inputs = inputsText(named, options);
    return await withStore(
      { ...options, connections: options.concurrency + 3, waits: true },
      session,
      async (store) => {
        const progress = batchProgress(io, options.json === true);
        const result = await runBatch(store, {
          inputs,
          dependencies,
          rules,
          concurrency: options.concurrency,
          strict: options.strict === true,
          held: { config: context.config, decide },
          verify,
          signal,
          started: ({ stale }) => {
            if (stale > 0 && !options.json) io.stderr.write(`${staleWords(stale)}\n`);
          },
          done: progress.done,
          told: progress.told,
        }).finally(progress.end);
        const { notifications, site = null } = context.config;
        const told = { inputs, result, site };
        const world = { folder: io.cwd, signal };
        for (const { kind, message } of options.notify ? await notify(notifications, told, world) : [])
          io.stderr.write(`the notification by ${kind} was not sent: ${escapeText(message)}\n`);
        show(options, session, { ...summary(result), leftOut }, () => batchLines(result));
        return result.exitCode;
      },
    );
  } finally {
    await close();
  }
}

const summary = ({ exitCode, ...rest }: BatchResult) => ({ ...rest, passed: exitCode === exitCodes.passed });
