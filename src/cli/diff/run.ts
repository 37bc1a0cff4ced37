import { localPath } from '../../diff/local-path.js';
import type { DiffResult } from '../../diff/result.js';
import type { SideError } from '../../diff/side.js';
import { type ExitCode, exitCodes, ReproveError } from '../../errors.js';
import { jsonText } from '../../report/json.js';
import { describeError, errorText } from '../describe-error.js';
import type { CommonOptions } from '../help.js';
import { colorful, widthOf } from '../io.js';
import { openContext } from '../open-context.js';
import { type Destination, destination } from '../output.js';
import { startProgress } from '../progress/start.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';

/** `reprove diff`'s options as commander hands them over. */
export interface DiffCommandOptions extends CommonOptions {
  offline?: boolean;
  json?: boolean;
  output?: string;
  /** Milliseconds. */
  timeout?: number;
}

/**
 * Compares two things and reports on them; exit code 0 when they are the same, 1 when they differ. One that can't be read is reported
 * as data with `--json`; everything else that goes wrong is thrown.
 */
export async function runDiff(
  a: string,
  b: string,
  options: DiffCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io } = session;
  const target = await destination(options.output, io);
  try {
    const result = await compare(a, b, options, session);
    await target.write(await report(result, options, target, session));
    return result.verdict === 'same' ? exitCodes.passed : exitCodes.failed;
  } catch (error) {
    session.signal.throwIfAborted();
    if (!isOfSide(error)) throw error;
    const { spec } = error;
    if (options.json) await target.write(`${jsonText({ spec, error: describeError(error) })}\n`);
    const style = { color: colorful(io.stderr, io.env), verbose: options.verbose === true };
    io.stderr.write(errorText(error, spec, style));
    return error.exitCode;
  }
}

async function compare(
  a: string,
  b: string,
  options: DiffCommandOptions,
  session: Session,
): Promise<DiffResult> {
  const { io, signal, services } = session;
  const { json = false, verbose = false } = options;
  // Files and folders are read where they are.
  const cache = [a, b].some((spec) => localPath(spec, io.cwd) === null);
  const { context, close } = await openContext(options, session, { cache });
  const progress = await startProgress([`${a} ${b}`], io, { quiet: json, verbose });
  try {
    const { diff } = await services.comparing();
    // Loaded meanwhile, so that it is there when it is needed.
    if (!json) void import('../../report/diff.js');
    const track = progress.track(0);
    return await withTimeLimit(options.timeout, signal, (limited) =>
      diff(a, b, { ...context, signal: limited, progress: track.event }),
    );
  } finally {
    await progress.close();
    await close();
  }
}

async function report(
  result: DiffResult,
  { json, verbose = false }: DiffCommandOptions,
  target: Destination,
  { io }: Session,
): Promise<string> {
  if (json) return `${jsonText(result)}\n`;
  const { diffReport } = await import('../../report/diff.js');
  const terminal = { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose };
  return diffReport(result, target.file === null ? terminal : { color: false, width: 100, verbose });
}

/** Told by its shape: its module is loaded with the pipeline alone. */
const isOfSide = (error: unknown): error is SideError =>
  error instanceof ReproveError && 'spec' in error && typeof error.spec === 'string';
