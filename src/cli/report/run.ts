import { resolve } from 'node:path';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import type { Session } from '../session.js';
import { readResults } from './read-results.js';
import { openReports } from './reports.js';

/** `reprove report`'s options as commander hands them over. */
export interface ReportCommandOptions extends CommonOptions {
  format?: string[];
  output?: string;
}

/** Writes an earlier result in other formats. The exit code says whether that went well, not what the verdict is. */
export async function runReport(
  path: string,
  { format = [], output }: ReportCommandOptions,
  { io }: Session,
): Promise<ExitCode> {
  if (format.length === 0)
    throw new CommandError('no format is asked for', 'Name one or more with --format.');
  const { results, errors } = await readResults(resolve(io.cwd, path), path);
  const reports = await openReports(format, output, io, { stdout: results.length < 2 });
  for (const { spec, message } of errors)
    io.stderr.write(`no report for ${escapeText(spec, 200)}: ${escapeText(message)}\n`);
  await reports.write(results);
  if (results.length > 0) return exitCodes.passed;
  throw new CommandError(`${path} holds errors and no result`, 'Verify again what failed.');
}
