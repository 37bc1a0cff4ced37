import type { HistoryEntry } from '../../batch/store/history.js';
import { count } from '../terminal/amount.js';
import { verdictWords } from '../terminal/heading.js';
import { prose } from '../terminal/layout.js';
import { type Line, line, styled } from '../terminal/line.js';
import { day } from './day.js';

/** Results of a package, newest first. */
export function historyLines(
  name: string,
  entries: readonly HistoryEntry[],
  total: number,
  width: number,
): Line[] {
  if (total === 0) return [line`No result of ${name} is stored.`];
  const more = total - entries.length;
  return [
    line`${styled('bold', name)}: ${count(total, 'result')}`,
    ...entries.flatMap((entry) => [
      line`${day(entry.verifiedAt)}  ${styled('bold', entry.version)}  ${verdictWords(entry.verdict, entry.level)}`,
      ...prose(entry.summary, width, '  '),
      line`  ${styled('dim', origin(entry))}`,
    ]),
    ...(more > 0 ? [line`${styled('dim', `… ${count(more, 'more', 'more')}; see --limit`)}`] : []),
  ];
}

function origin({ repository, commit, ref, publisher, provenance }: HistoryEntry): Line {
  const where =
    repository === null || commit === null
      ? line`no source`
      : line`${repository} at ${commit.slice(0, 12)}${ref === null ? '' : ` (${ref})`}`;
  const who = publisher === null ? line`` : line`, published by ${publisher}`;
  return line`${where}${who}${provenance === 'none' ? '' : `, provenance ${provenance}`}`;
}
