import { groupBy, type LabLine } from './lab-line.js';

const passes = ['reproduced', 'inert'];

/** A page about all lines: counts by verdict, cause, manager and year, with denominators, and what is left. */
export function labSummary(
  lines: readonly LabLine[],
  head: { revision: string; day: string; node: string },
  seconds: number,
): string {
  const passed = lines.filter(({ verdict }) => passes.includes(verdict)).length;
  const peak = Math.max(0, ...lines.map(({ peakMegabytes }) => peakMegabytes ?? 0));
  const left = lines.filter(({ verdict }) => !passes.includes(verdict));
  return [
    '# Lab',
    '',
    `${passed} of ${lines.length} releases (${percent(passed, lines.length)}) are \`reproduced\` or \`inert\`, on ${head.day}, ` +
      `node ${head.node}, at ${head.revision}. ${Math.round(seconds / 60)} minutes of wall time; peak memory of reprove ${peak} MB.`,
    '',
    ...table(
      'verdict',
      lines,
      ({ verdict, level }) => (level === null ? verdict : `${verdict} (${level})`),
      false,
    ),
    ...table('manager of the rebuild', lines, ({ manager, rebuilds }) =>
      rebuilds?.length ? manager : 'none: by source alone',
    ),
    ...table('year of the commit', lines, ({ year }) => String(year ?? 'unknown')),
    ...(left.length === 0
      ? []
      : ['## What is left', '', ...table('cause', left, ({ cause }) => cause, false)]),
    ...(left.length === 0 ? [] : ['| release | verdict | cause | |', '| --- | --- | --- | --- |']),
    ...left.map(
      ({ spec, verdict, cause, message }) =>
        `| ${cell(spec)} | ${verdict} | ${cell(cause ?? '')} | ${cell((message ?? '').slice(0, 160))} |`,
    ),
    '',
  ].join('\n');
}

function table(
  title: string,
  lines: readonly LabLine[],
  by: (line: LabLine) => string | null,
  rates = true,
): string[] {
  const groups = [...groupBy(lines, (line) => by(line) ?? 'none')];
  const rows = groups
    .sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }))
    .map(([name, group]) => {
      const good = group.filter(({ verdict }) => passes.includes(verdict)).length;
      return rates
        ? `| ${cell(name)} | ${good} of ${group.length} | ${percent(good, group.length)} |`
        : `| ${cell(name)} | ${group.length} | ${percent(group.length, lines.length)} |`;
    });
  return [`| ${title} | releases | |`, '| --- | --- | --- |', ...rows, ''];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((1000 * part) / whole) / 10} %`;
}

function cell(text: string): string {
  return text.replace(/[|\n\r]/g, ' ');
}
