import type { BatchResult } from '../../batch/conclude.js';
import { notify } from '../../batch/notify/index.js';
import { runBatch } from '../../batch/run.js';
import type { Store } from '../../batch/store/open.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { runBlobs } from '../../batch/store/run-list.js';
import { storedResult } from '../../batch/store/stored-result.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { batchLines } from '../../report/store/batch.js';
import { type Decider, decider } from '../decider.js';
import { openContext } from '../open-context.js';
import { openReports, type Reported } from '../report/reports.js';
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
    output?: string;
    format?: string[];
  };

/** Verifies what lockfiles and other inputs name, as far as it isn't known, and prints what the run came to. */
export async function runBatchCommand(
  named: readonly string[],
  options: BatchOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, signal } = session;
  const { format = [] } = options;
  // A report on stdout would be mixed up with what the run came to.
  const reports =
    format.length === 0 ? null : await openReports(format, options.output, io, { stdout: false });
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
        await reports?.write(reported(store, result.run, decide));
        show(options, session, { ...summary(result), leftOut }, () => batchLines(result));
        return result.exitCode;
      },
    );
  } finally {
    await close();
  }
}

/** The results of a run, one after the other, with what the policy makes of each. One whose text is gone has no report. */
async function* reported(store: Store, run: number, decide: Decider): AsyncGenerator<Reported> {
  for (const { blob } of await runBlobs(store, run)) {
    const result = await storedResult(store.blobs, blob);
    if (result !== null) yield { result, decision: await decide(result) };
  }
}

const summary = ({ exitCode, ...rest }: BatchResult) => ({ ...rest, passed: exitCode === exitCodes.passed });
