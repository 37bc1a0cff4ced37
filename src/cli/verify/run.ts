import type { ExitCode } from '../../errors.js';
import { jsonReport } from '../../report/json.js';
import type { Outcome } from '../../report/outcome.js';
import { portable } from '../../report/portable.js';
import { headline } from '../../report/terminal/heading.js';
import { printed } from '../../report/terminal/line.js';
import { terminalReport } from '../../report/terminal.js';
import { describeError, errorText } from '../describe-error.js';
import { overallExitCode } from '../exit-code.js';
import { colorful, widthOf } from '../io.js';
import { type OpenContext, openContext } from '../open-context.js';
import { type Destination, destination } from '../output.js';
import type { Track } from '../progress/progress.js';
import { startProgress } from '../progress/start.js';
import { pipelineOptions } from '../release-options.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { inOrder } from './in-order.js';
import { keepFolder } from './keep-folder.js';
import type { VerifyCommandOptions } from './options.js';
import { privateFolders } from './private-folders.js';
import { withTimeLimit } from './time-limit.js';

/** What became of one spec; `error` is what its outcome describes, with stack and causes. */
interface Attempt {
  outcome: Outcome;
  exitCode: ExitCode;
  error: unknown;
}

/**
 * Verifies every spec and reports on each, in the order of the specs. One that fails doesn't stop the others. Returns the exit code
 * of all; throws what stops all of them: a wrong call or configuration, an unusable cache, an interruption.
 */
export async function runVerify(
  specs: readonly string[],
  options: VerifyCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, services } = session;
  const target = await destination(options.output, io);
  const { context, close } = await openContext(options, session);
  const progress = await startProgress(specs, io, {
    quiet: options.json === true,
    verbose: options.verbose === true,
  });
  const attempts: Attempt[] = [];
  try {
    const [{ verify }, { exitCode }] = await Promise.all([services.pipeline(), services.judging()]);
    const one = verifyOne(specs, options, session, context, verify, exitCode);
    for await (const attempt of inOrder(specs, options.concurrency, (spec, at) =>
      one(spec, at, progress.track(at)),
    )) {
      attempts.push(attempt);
      progress.print(() => print(attempt, specs.length > 1, target, options, session));
    }
  } finally {
    await progress.close();
    await close();
  }
  if (options.json || target.file !== null) await target.write(wholeReport(attempts, options));
  return overallExitCode(attempts.map((attempt) => attempt.exitCode));
}

type Pipeline = Awaited<ReturnType<Services['pipeline']>>;
type Judging = Awaited<ReturnType<Services['judging']>>;

/** Makes the function that verifies one spec; errors of the spec are values in what it returns. */
function verifyOne(
  specs: readonly string[],
  options: VerifyCommandOptions,
  { io, signal }: Session,
  context: OpenContext['context'],
  verify: Pipeline['verify'],
  exitCode: Judging['exitCode'],
): (spec: string, at: number, track: Track) => Promise<Attempt> {
  const folders = privateFolders(io, context.cache);
  return async (spec, at, track) => {
    const wanted = pipelineOptions(options, {
      rebuild: options.rebuild,
      sandbox: options.sandbox ?? context.config.sandbox.engine,
      ...(options.keep === undefined ? {} : { keep: keepFolder(options.keep, specs, at, io.cwd) }),
    });
    try {
      const found = await withTimeLimit(options.timeout, signal, (limited) =>
        verify(spec, wanted, { ...context, signal: limited, progress: track.event }),
      );
      const result = portable(found, folders);
      track.end(printed(headline(result), false));
      return {
        outcome: { spec, result },
        exitCode: exitCode(result.verdict, context.config.policy),
        error: null,
      };
    } catch (error) {
      signal.throwIfAborted();
      const described = describeError(error);
      track.end(`error: ${described.message}`);
      return { outcome: { spec, error: described }, exitCode: described.exitCode, error };
    }
  };
}

/** Tells a person about one spec as soon as it is its turn. */
function print(
  { outcome, error }: Attempt,
  several: boolean,
  { file }: Destination,
  { json, verbose = false }: VerifyCommandOptions,
  { io }: Session,
): void {
  if ('error' in outcome) {
    const style = { color: colorful(io.stderr, io.env), verbose };
    io.stderr.write(errorText(error, several ? outcome.spec : null, style));
  } else if (!json && file === null) {
    const layout = { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose };
    io.stdout.write(`${terminalReport(outcome.result, layout)}${several ? '\n' : ''}`);
  }
}

/** Everything in one text, for a file or as JSON. */
function wholeReport(attempts: readonly Attempt[], { json, verbose = false }: VerifyCommandOptions): string {
  if (json) return jsonReport(attempts.map(({ outcome }) => outcome));
  const layout = { color: false, width: 100, verbose };
  return attempts
    .map(({ outcome, error }) =>
      'error' in outcome ? errorText(error, outcome.spec, layout) : terminalReport(outcome.result, layout),
    )
    .join('\n');
}
