import { basename, resolve } from 'node:path';
import { dependenciesOf } from '../../batch/dependencies.js';
import { type BatchResult, runBatch, type Verified } from '../../batch/run.js';
import { rulesVersion } from '../../batch/store/rules-version.js';
import type { RunDependency } from '../../batch/store/runs.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { readLockfile } from '../../npm/lockfile.js';
import { batchLines, endingLine } from '../../report/store/batch.js';
import { printed } from '../../report/terminal/line.js';
import { colorful } from '../io.js';
import { lockfileText } from '../lockfile.js';
import { openContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';
import { show, withStore } from '../store/with-store.js';
import { attempter } from '../verify/attempt.js';
import type { VerifyCommandOptions } from '../verify/options.js';

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
  const dependencies = (
    await Promise.all(lockfiles.map((path) => dependenciesIn(resolve(io.cwd, path), path)))
  ).flat();
  const { context, close } = await openContext(options, session);
  try {
    const attempt = await attempter(options, session, context);
    const verify = async (spec: string): Promise<Verified> => {
      const { outcome } = await attempt(spec, silent);
      return 'result' in outcome ? { result: outcome.result } : { error: outcome.error };
    };
    const rules = await rulesVersion({ config: context.config, rebuild: options.rebuild });
    const color = colorful(io.stderr, io.env);
    return await withStore(options, session, async (store) => {
      const result = await runBatch(store, {
        inputs: lockfiles.join(' '),
        dependencies,
        rules,
        concurrency: options.concurrency,
        strict: options.strict === true,
        verify: (spec) => {
          signal.throwIfAborted();
          return verify(spec);
        },
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

/** Nobody watches a single one of a batch. */
const silent = { event: () => undefined, end: () => undefined };

const summary = ({ exitCode, ...rest }: BatchResult) => ({ ...rest, passed: exitCode === exitCodes.passed });

async function dependenciesIn(path: string, shown: string): Promise<RunDependency[]> {
  const { text, fail } = await lockfileText(path, `${shown} can't be used`);
  const locked = await readLockfile(basename(path), text);
  if ('fault' in locked) throw fail(locked.fault);
  return dependenciesOf(locked, shown);
}
