import type { ExitCode } from '../../errors.js';
import { jsonReport } from '../../report/json.js';
import { terminalReport } from '../../report/terminal.js';
import { errorText } from '../describe-error.js';
import { overallExitCode } from '../exit-code.js';
import { colorful, widthOf } from '../io.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { startProgress } from '../progress/start.js';
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
  const { json = false, verbose = false } = options;
  const target = await destination(options.output, io);
  const { context, close } = await openContext(options, session);
  const progress = await startProgress(specs, io, { quiet: json, verbose });
  const attempts: Attempt[] = [];
  const style = { several: specs.length > 1, reports: !json && target.file === null, verbose };
  try {
    const attempt = await attempter(options, session, context);
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
  return overallExitCode(attempts.map(({ exitCode }) => exitCode));
}

/** Tells a person about one spec: its error on stderr, its report on stdout unless that goes elsewhere. */
function print(
  { outcome, error }: Attempt,
  { several, reports, verbose }: { several: boolean; reports: boolean; verbose: boolean },
  { io }: Session,
): void {
  if ('error' in outcome) {
    const style = { color: colorful(io.stderr, io.env), verbose };
    io.stderr.write(errorText(error, several ? outcome.spec : null, style));
  } else if (reports) {
    const layout = { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose };
    io.stdout.write(`${terminalReport(outcome.result, layout)}${several ? '\n' : ''}`);
  }
}

/** All reports in one text, for a file. */
function plainReport(attempts: readonly Attempt[], verbose: boolean): string {
  const layout = { color: false, width: 100, verbose };
  return attempts
    .map(({ outcome, error }) =>
      'error' in outcome ? errorText(error, outcome.spec, layout) : terminalReport(outcome.result, layout),
    )
    .join('\n');
}
