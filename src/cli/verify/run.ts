import { type ExitCode, exitCodes } from '../../errors.js';
import { jsonReport } from '../../report/json.js';
import { terminalReport } from '../../report/terminal.js';
import { describeError, errorText } from '../describe-error.js';
import { overallExitCode } from '../exit-code.js';
import { colorful, type Output, widthOf } from '../io.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { startProgress } from '../progress/start.js';
import { openReports, type Reports } from '../report/reports.js';
import type { Session } from '../session.js';
import { type Attempt, attempter } from './attempt.js';
import { inOrder } from './in-order.js';
import type { VerifyCommandOptions } from './options.js';

/**
 * Verifies every spec and reports on each, in the order of the specs. One that fails doesn't stop the others. Returns the exit code
 * of all; throws what stops all of them: a wrong call or configuration, an unusable cache, an interruption.
 */
export async function runVerify(
  specs: readonly string[],
  options: VerifyCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io } = session;
  const { json = false, verbose = false, format: formats = [] } = options;
  const reports =
    formats.length === 0
      ? null
      : await openReports(formats, options.output, io, { stdout: !json && specs.length === 1 });
  const target = await destination(reports === null ? options.output : undefined, io);
  const { context, loaded, close } = await openContext(options, session);
  const progress = await startProgress(specs, io, { quiet: json, verbose });
  const attempts: Attempt[] = [];
  const style = {
    several: specs.length > 1,
    // What a report on stdout would be mixed up with goes to stderr: the verdict is always told.
    reports: json || target.file !== null ? null : reports?.toStdout === true ? io.stderr : io.stdout,
    verbose,
  };
  try {
    const attempt = await attempter(options, session, context, loaded);
    const work = (spec: string, at: number): Promise<Attempt> => attempt(spec, progress.track(at));
    for await (const one of inOrder(specs, options.concurrency, work)) {
      attempts.push(one);
      progress.print(() => print(one, style, session));
    }
  } finally {
    await progress.close();
    await close();
  }
  if (json) await target.write(jsonReport(attempts.map(({ outcome }) => outcome)));
  else if (target.file !== null) await target.write(plainReport(attempts, verbose));
  const written = reports === null ? exitCodes.passed : await write(reports, attempts, verbose, session);
  return overallExitCode([...attempts.map(({ exitCode }) => exitCode), written]);
}

/** Writes what `--format` asked for; by then every verdict has been told, so that a failure is one more error and no more. */
async function write(
  reports: Reports,
  attempts: readonly Attempt[],
  verbose: boolean,
  { io }: Session,
): Promise<ExitCode> {
  try {
    await reports.write(attempts.flatMap(({ outcome }) => ('result' in outcome ? [outcome] : [])));
    return exitCodes.passed;
  } catch (error) {
    io.stderr.write(errorText(error, null, { color: colorful(io.stderr, io.env), verbose }));
    return describeError(error).exitCode;
  }
}

/** Tells a person about one spec: its error on stderr, its report on stdout unless that goes elsewhere. */
function print(
  { outcome, error }: Attempt,
  { several, reports, verbose }: { several: boolean; reports: Output | null; verbose: boolean },
  { io }: Session,
): void {
  if ('error' in outcome) {
    const style = { color: colorful(io.stderr, io.env), verbose };
    io.stderr.write(errorText(error, several ? outcome.spec : null, style));
  } else if (reports !== null) {
    const layout = { color: colorful(reports, io.env), width: widthOf(reports), verbose };
    reports.write(`${terminalReport(outcome.result, layout, outcome.decision)}${several ? '\n' : ''}`);
  }
}

/** All reports in one text, for a file. */
function plainReport(attempts: readonly Attempt[], verbose: boolean): string {
  const layout = { color: false, width: 100, verbose };
  return attempts
    .map(({ outcome, error }) =>
      'error' in outcome
        ? errorText(error, outcome.spec, layout)
        : terminalReport(outcome.result, layout, outcome.decision),
    )
    .join('\n');
}
