import { resolve } from 'node:path';
import { loadConfig } from '../../config/load.js';
import { cachePlace } from '../../config/places.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { decider } from '../decider.js';
import { CommandError } from '../error.js';
import { overallExitCode } from '../exit-code.js';
import type { CommonOptions } from '../help.js';
import type { Session } from '../session.js';
import { readResults } from './read-results.js';
import { openReports } from './reports.js';

/** `reprove report`'s options as commander hands them over. */
export interface ReportCommandOptions extends CommonOptions {
  format?: string[];
  output?: string;
  /** Whether to exit by what the policy makes of the results. */
  exitCode?: boolean;
}

/** Writes an earlier result in other formats, with what the policy makes of it now. The exit code says whether that went well, unless it is to be the policy's. */
export async function runReport(
  path: string,
  { format = [], output, config: named, cache, exitCode = false }: ReportCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io } = session;
  if (format.length === 0)
    throw new CommandError('no format is asked for', 'Name one or more with --format.');
  const asking = { cache: cachePlace(cache, io), offline: false };
  const decide = await decider(await loadConfig(named, io), asking, session);
  const { results, errors } = await readResults(resolve(io.cwd, path), path);
  const reports = await openReports(format, output, io, { stdout: results.length < 2 });
  for (const { spec, message } of errors)
    io.stderr.write(`no report for ${escapeText(spec, 200)}: ${escapeText(message)}\n`);
  const decided = await Promise.all(
    results.map(async (result) => ({ result, decision: await decide(result) })),
  );
  await reports.write(decided);
  if (results.length > 0)
    return exitCode ? overallExitCode(decided.map(({ decision }) => decision.exitCode)) : exitCodes.passed;
  throw new CommandError(`${path} holds errors and no result`, 'Verify again what failed.');
}
