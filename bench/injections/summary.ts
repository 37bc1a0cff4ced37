import { groupBy } from '../lab-line.js';
import type { Bound } from './bounds.js';
import type { InjectionLine } from './line.js';

const verdicts = ['reproduced', 'inert', 'differs', 'suspicious', 'inconclusive', 'error'] as const;

/** What a page about a run begins with. */
export interface SummaryHead {
  revision: string;
  day: string;
  node: string;
  seed: string;
}

/** A page about all cases: the bounds, and counts by kind, shape and kind of release. Pure. */
export function injectionSummary(
  lines: readonly InjectionLine[],
  bounds: readonly Bound[],
  likes: ReadonlyMap<string, string>,
  head: SummaryHead,
): string {
  const controls = lines.filter(({ kind }) => kind === 'control').length;
  const releases = new Set(lines.map(({ release }) => release)).size;
  const failing = bounds.filter(({ holds }) => !holds);
  return [
    '# Injections',
    '',
    `${lines.length - controls} injections and ${controls} controls in ${releases} releases, seed ${cell(head.seed)}, on ${head.day}, ` +
      `node ${head.node}, at ${head.revision}. ${failing.length === 0 ? 'Everything holds.' : `${failing.length} of ${bounds.length} bounds do not hold.`}`,
    '',
    '| must hold | | |',
    '| --- | --- | --- |',
    ...bounds.map(
      ({ title, good, of, holds }) => `| ${title} | ${good} of ${of} | ${holds ? 'holds' : '**fails**'} |`,
    ),
    '',
    ...table('kind', lines, ({ kind }) => kind),
    ...table('kind of release', lines, ({ releaseKind }) => releaseKind),
    ...table(
      'shape',
      lines,
      ({ kind, shape }) => `${kind}: ${shape}`,
      ({ shape }) => likes.get(shape) ?? '',
    ),
    ...failing.flatMap(casesAgainst),
  ].join('\n');
}

function table(
  title: string,
  lines: readonly InjectionLine[],
  by: (line: InjectionLine) => string,
  seen: ((line: InjectionLine) => string) | null = null,
): string[] {
  const rows = [...groupBy(lines, by)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, group]) => {
      const counts = verdicts.map((verdict) => group.filter((line) => line.verdict === verdict).length || '');
      const named = group.filter(({ unnamed }) => unnamed.length === 0).length;
      const cells = [
        name,
        group.length,
        ...counts,
        `${named} of ${group.length}`,
        ...(seen ? [seen(group[0]!)] : []),
      ];
      return `| ${cells.map((value) => cell(String(value))).join(' | ')} |`;
    });
  const heads = [title, 'cases', ...verdicts, 'all named', ...(seen ? ['as in'] : [])];
  return [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows, ''];
}

function casesAgainst({ title, against }: Bound): string[] {
  if (against.length === 0) return [];
  return [
    `## Against: ${title}`,
    '',
    '| case | verdict | not named | signals |',
    '| --- | --- | --- | --- |',
    ...against.map(
      (line) =>
        `| ${[line.case, line.verdict, line.unnamed.join(', '), line.message ?? line.signals.join(', ')].map(cell).join(' | ')} |`,
    ),
    '',
  ];
}

const cell = (text: string): string => text.replace(/[|\n\r]/g, ' ').slice(0, 200);
