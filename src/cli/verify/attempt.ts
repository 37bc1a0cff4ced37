import { resolve } from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { ExitCode } from '../../errors.js';
import type { Outcome } from '../../report/outcome.js';
import { portable } from '../../report/portable.js';
import { decider } from '../decider.js';
import { describeError } from '../describe-error.js';
import type { OpenContext } from '../open-context.js';
import type { Track } from '../progress/progress.js';
import { pipelineOptions } from '../release-options.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';
import type { VerifyCommandOptions } from './options.js';
import { privateFolders } from './private-folders.js';

/** What became of one spec; `error` is what its outcome describes, with stack and causes. */
export interface Attempt {
  outcome: Outcome;
  exitCode: ExitCode;
  error: unknown;
}

/**
 * Makes the function that verifies one spec. Errors of the spec are values in what it returns; only an interruption of the whole
 * session is thrown.
 */
export async function attempter(
  options: VerifyCommandOptions,
  session: Session,
  context: OpenContext['context'],
  loaded: LoadedConfig = { config: context.config, file: null, asked: true },
): Promise<(spec: string, track: Track) => Promise<Attempt>> {
  const { io, services, signal } = session;
  const [{ verify }, decide] = await Promise.all([services.pipeline(), decider(loaded, context, session)]);
  const folders = privateFolders(io, context.cache, [
    ...(options.source === undefined ? [] : [options.source]),
    ...context.config.sourceMirrors.map(({ to }) => to),
  ]);
  const wanted = pipelineOptions(options, io.cwd, {
    rebuild: options.rebuild,
    sandbox: options.sandbox ?? context.config.sandbox.engine,
    ...(options.fresh === undefined ? {} : { fresh: options.fresh }),
    ...(options.keep === undefined ? {} : { keep: resolve(io.cwd, options.keep) }),
  });
  return async (spec, track) => {
    try {
      const found = await withTimeLimit(options.timeout, signal, (limited) =>
        verify(spec, wanted, { ...context, signal: limited, progress: track.event }),
      );
      const result = portable(found, folders);
      const decision = await decide(result);
      track.end(result.verdict.kind, decision.outcome === 'pass');
      return { outcome: { spec, result, decision }, exitCode: decision.exitCode, error: null };
    } catch (error) {
      signal.throwIfAborted();
      const described = describeError(error);
      track.end(described.message, false);
      return { outcome: { spec, error: described }, exitCode: described.exitCode, error };
    }
  };
}
