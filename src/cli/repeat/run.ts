import { type ExitCode, exitCodes } from '../../errors.js';
import type { RepeatResult } from '../../repeat/schema.js';
import { jsonText } from '../../report/json.js';
import { repeatReport } from '../../report/repeat.js';
import type { VerifyOptions } from '../../verify.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import { colorful, widthOf } from '../io.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { startProgress } from '../progress/start.js';
import { readResults } from '../results.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';

/** `reprove repeat`'s options as commander hands them over. */
export interface RepeatOptions extends CommonOptions {
  offline?: boolean;
  sandbox?: VerifyOptions['sandbox'];
  json?: boolean;
  output?: string;
  /** Milliseconds. */
  timeout?: number;
}

const codes = {
  same: exitCodes.passed,
  unreproducible: exitCodes.failed,
  'changed-world': exitCodes.inconclusive,
} as const;

/** Runs the rebuilds of one result again and reports on them. */
export async function runRepeat(file: string, options: RepeatOptions, session: Session): Promise<ExitCode> {
  const { io } = session;
  const { json = false, verbose = false } = options;
  const target = await destination(options.output, io);
  const repeated = await repeatedResult(file, options, session);
  const layout =
    target.file === null
      ? { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose }
      : { color: false, width: 100, verbose };
  await target.write(json ? `${jsonText(repeated)}\n` : repeatReport(repeated, layout));
  return codes[repeated.outcome];
}

async function repeatedResult(file: string, options: RepeatOptions, session: Session): Promise<RepeatResult> {
  const { io, services, signal } = session;
  const [result, ...others] = await readResults(file, io.cwd);
  if (result === undefined || others.length > 0)
    throw new CommandError(`${file} holds several results`, 'Give a file with one.');
  const { context, close } = await openContext(options, session);
  const quiet = options.json === true;
  const progress = await startProgress([result.release.purl], io, {
    quiet,
    verbose: options.verbose === true,
  });
  try {
    const { repeat } = await services.repeating();
    const sandbox = options.sandbox ?? context.config.sandbox.engine;
    const track = progress.track(0);
    return await withTimeLimit(options.timeout, signal, (limited) =>
      repeat(result, { sandbox }, { ...context, signal: limited, progress: track.event }),
    );
  } finally {
    await progress.close();
    await close();
  }
}
