import type { Decision } from '../policy/decision.js';
import { formats } from '../report/formats.js';
import type { Result } from '../result.js';

/** Name of a form in which a result is written. */
export type ReportFormat =
  | 'badge'
  | 'codequality'
  | 'cyclonedx'
  | 'html'
  | 'json'
  | 'junit'
  | 'markdown'
  | 'sarif';

/**
 * A result as the text of a report, as `reprove report` writes it. Whatever of a release is in it is escaped.
 *
 * @example
 * await writeFile('report.html', await report(await verify('lru-cache@11.3.6'), 'html'));
 *
 * @param decision What a policy makes of the result, where that is to be told.
 */
export async function report(result: Result, format: ReportFormat, decision?: Decision): Promise<string> {
  const { format: writer } = await formats[format]!();
  return writer.write(result, decision);
}
