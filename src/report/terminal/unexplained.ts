import type { ComparedEntry, Difference } from '../../compare/schema.js';
import type { Lead } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { escapeText } from '../escape.js';
import { unexplainedOf } from '../evidence.js';
import { byteCount, count } from './amount.js';
import { bytesMark } from './baseline.js';
import { bounded, section } from './layout.js';
import { type Line, line, type Style, styled } from './line.js';
import type { TerminalOptions } from './options.js';
import { wasRebuilt } from './rebuilds.js';

/** How many lines of code are shown: for one file, and in all. */
export const shown = { brief: { file: 8, all: 40 }, verbose: { file: 60, all: 600 } };

const signStyles: Record<Difference['lines'][number]['sign'], Style> = {
  '+': 'green',
  '-': 'red',
  '@': 'cyan',
  ' ': 'dim',
};

/** Everything without evidence: entries that exist only in the release, entries that differ, and what the release lacks. */
export function unexplained(result: Result, options: TerminalOptions): Line[] {
  const { comparison } = result;
  if (comparison === null) return [];
  const { phantoms, differing, judged: said } = unexplainedOf(result);
  const judged: Judged = new Map(
    [...said].map(([path, one]) => [path, { ...one, mark: bytesMark(one.new, result.baseline) }]),
  );
  const limit = options.verbose ? Number.POSITIVE_INFINITY : 20;
  return [
    ...section(
      wasRebuilt(result)
        ? line`Only in the release ${styled('dim', `(${count(phantoms.length, 'file')}; neither the source nor a rebuild has them)`)}`
        : line`Not in the source ${styled('dim', `(${count(phantoms.length, 'file')}; ${result.rebuilds.length === 0 ? 'nothing was rebuilt' : 'a part was made again, without them'})`)}`,
      bounded(phantoms, limit, (entry) => entryLine(entry, byteCount(entry.size), judged)),
    ),
    ...section(
      line`Different ${styled('dim', `(${count(differing.length, 'file')}; + is only in the release)`)}`,
      differences(differing, limit, judged, options),
    ),
    ...section(
      line`Missing from the release ${styled('dim', `(${count(comparison.missing.length, 'file')})`)}`,
      bounded(
        comparison.missing,
        limit,
        ({ path, from }) =>
          line`  ${path} ${styled('dim', from === 'source' ? '(in the source)' : '(in the rebuild)')}`,
      ),
    ),
  ];
}

/** What the judge says of entries, by path. */
type Judged = ReadonlyMap<
  string,
  Result['verdict']['unexplained'][number] & { expected: string | null; mark: Line }
>;

/** A path, what is known of it, and whether it could act. */
function entryLine({ path }: ComparedEntry, detail: string, judged: Judged): Line {
  const one = judged.get(path);
  const why = one === undefined ? line`` : line`, ${styled(one.canAct ? 'red' : 'dim', one.why)}`;
  const lead =
    one?.lead == null || one.lead.through.length === 0 ? line`` : styled('dim', ` (${wayOf(one.lead)})`);
  const expected =
    one?.expected == null ? line`` : styled('dim', line`; the recipe expects it: ${one.expected}`);
  return line`  ${styled('bold', path)}  ${styled('dim', detail)}${why}${lead}${expected}${one?.mark ?? line``}`;
}

/** `main → index.js → lib/a.js`; of a long way the ends. */
export function wayOf({ from, through }: Lead): string {
  const files = through.length > 5 ? [...through.slice(0, 2), '…', ...through.slice(-2)] : through;
  return [...(from === null ? [] : [from]), ...files].join(' → ');
}

function differences(
  entries: readonly ComparedEntry[],
  limit: number,
  judged: Judged,
  { verbose, width }: TerminalOptions,
): Line[] {
  const room = verbose ? shown.verbose : shown.brief;
  let used = 0;
  const lines = entries.slice(0, limit).flatMap((entry) => {
    const code = entry.difference?.lines ?? [];
    const take = Math.min(code.length, room.file, room.all - used);
    used += take;
    const more = code.length - take;
    return [
      entryLine(entry, summary(entry.difference), judged),
      ...code.slice(0, take).map((each) => codeLine(each, width)),
      ...(more > 0 || entry.difference?.truncated === true
        ? [line`      ${styled('dim', moreWords(more))}`]
        : []),
    ];
  });
  const more = entries.length - limit;
  return more > 0 ? [...lines, line`  ${styled('dim', `… ${count(more, 'more file')}`)}`] : lines;
}

const summary = (difference: Difference | null): string =>
  difference === null
    ? 'not compared line by line'
    : `${difference.summary} (against the ${difference.against})`;

const moreWords = (more: number): string =>
  more > 0 ? `… ${count(more, 'more line')}` : '… more that is not in this report';

/** One line of a difference, cut to the terminal. Tabs stand in code for layout, so they are drawn and not spelt. */
export function codeLine({ sign, text }: Difference['lines'][number], width: number): Line {
  const room = Math.max(20, width - 8);
  const code = escapeText(text.slice(0, room + 1).replaceAll('\t', '→ '), room);
  return line`      ${styled(signStyles[sign], `${sign} ${code}`)}`;
}
