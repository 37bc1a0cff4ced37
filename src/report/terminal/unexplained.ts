import type { ComparedEntry, Difference } from '../../compare/schema.js';
import type { Result } from '../../result.js';
import { escapeText } from '../escape.js';
import { byteCount, count } from './amount.js';
import { bounded, section } from './layout.js';
import { type Line, line, type Style, styled } from './line.js';
import type { TerminalOptions } from './options.js';

/** How many lines of code are shown: for one file, and in all. */
const shown = { brief: { file: 8, all: 40 }, verbose: { file: 60, all: 600 } };

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
  const left = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const phantoms = left.filter(({ phantom }) => phantom);
  const differing = left.filter(({ phantom }) => !phantom);
  const limit = options.verbose ? Number.POSITIVE_INFINITY : 20;
  return [
    ...section(
      line`Only in the release ${styled('dim', `(${count(phantoms.length, 'file')}; neither the source nor a rebuild has them)`)}`,
      bounded(phantoms, limit, (entry) => entryLine(entry, byteCount(entry.size), result)),
    ),
    ...section(
      line`Different ${styled('dim', `(${count(differing.length, 'file')}; + is only in the release)`)}`,
      differences(differing, limit, result, options),
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

/** A path, what is known of it, and whether it could act. */
function entryLine(entry: ComparedEntry, detail: string, { verdict }: Result): Line {
  const judged = verdict.unexplained.find(({ path }) => path === entry.path);
  const acts = judged === undefined ? line`` : line`, ${styled(judged.canAct ? 'red' : 'dim', judged.why)}`;
  return line`  ${styled('bold', entry.path)}  ${styled('dim', detail)}${acts}`;
}

function differences(
  entries: readonly ComparedEntry[],
  limit: number,
  result: Result,
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
      entryLine(entry, summary(entry.difference), result),
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

/** Tabs stand in code for layout, so they are drawn and not spelt. */
function codeLine({ sign, text }: Difference['lines'][number], width: number): Line {
  const room = Math.max(20, width - 8);
  const code = escapeText(text.slice(0, room + 1).replaceAll('\t', '→ '), room);
  return line`      ${styled(signStyles[sign], `${sign} ${code}`)}`;
}
