import type { BatchResult } from '../../batch/conclude.js';
import { runBatch } from '../../batch/run.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { batchLines, endingLine } from '../../report/store/batch.js';
import { printed } from '../../report/terminal/line.js';
import { colorful } from '../io.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import type { VerifyCommandOptions } from '../verify/options.js';
import { readInputs } from './dependencies.js';
import { verifier } from './verifier.js';

/** `reprove batch`'s options as commander hands them over. */
export type BatchOptions = StoreCommandOptions &
  Pick<VerifyCommandOptions, 'rebuild' | 'sandbox' | 'timeout' | 'concurrency' | 'cache' | 'config'> & {
    strict?: boolean;
  };

/** Verifies what lockfiles install, as far as it isn't known, and prints what the run came to. */
export async function runBatchCommand(
  lockfiles: readonly string[],
  options: BatchOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, signal } = session;
  const dependencies = await readInputs(lockfiles, io.cwd);
  const { context, close } = await openContext(options, session);
  try {
    const verify = await verifier(options, session, context);
    const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
    const color = colorful(io.stderr, io.env);
    return await withStore({ ...options, connections: options.concurrency + 3 }, session, async (store) => {
      const result = await runBatch(store, {
        inputs: lockfiles.join(' '),
        dependencies,
        rules,
        concurrency: options.concurrency,
        strict: options.strict === true,
        verify,
        signal,
        done: (job, ending, at) => {
          if (!options.json) io.stderr.write(`${printed(endingLine(job, ending, at), color).trimEnd()}\n`);
        },
      });
      show(options, session, summary(result), () => batchLines(result));
      return result.exitCode;
    });
  } finally {
    await close();
  }
}

const summary = ({ exitCode, ...rest }: BatchResult) => ({ ...rest, passed: exitCode === exitCodes.passed });
