import { groupBy } from '../lab-line.js';
import type { TarballLine } from './line.js';

/** A page about all lines: counts with denominators, each release, and what is left of it. */
export function tarballSummary(
  lines: readonly TarballLine[],
  head: { revision: string; day: string; node: string },
  seconds: number,
): string {
  const byTag = lines.filter((line) => line.byTag);
  const reproduced = byTag.filter(({ verdict }) => verdict === 'reproduced');
  const made = lines.filter(({ configure }) => configure !== null);
  const regenerated = made.filter(({ configure }) => configure === 'rebuild').length;
  const passing = made.filter(({ verdict }) => verdict === 'reproduced' || verdict === 'inert').length;
  const suspicious = lines.filter(({ verdict }) => verdict === 'suspicious').length;
  const located = lines.filter((line) => line.located).length;
  const slowest = Math.max(0, ...lines.map((line) => line.seconds));
  const peak = Math.max(0, ...lines.map(({ peakMegabytes }) => peakMegabytes));
  return [
    '# Source tarballs',
    '',
    `Of ${byTag.length} releases that tag, attributes and submodules account for, ${reproduced.length} are \`reproduced\`; of all ${lines.length}, ${suspicious} are ` +
      `\`suspicious\`. Of ${made.length} with a \`configure\` that the tag lacks, ${regenerated} have it by strict regeneration, and ${passing} end \`reproduced\` or \`inert\`. On ${head.day}, node ${head.node}, at ${head.revision}: ${Math.round(seconds / 6) / 10} minutes of wall time, at most ${slowest} s and ` +
      `${peak} MB for one. The repository of ${located} was found by reprove, of the others it was given.`,
    '',
    '| verdict | releases |',
    '| --- | --- |',
    ...[...groupBy(lines, ({ verdict }) => verdict)].map(
      ([verdict, all]) => `| ${verdict} | ${all.length} |`,
    ),
    '',
    '| release | tag | verdict | in the source | otherwise | could act | cannot act | s | |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map(row),
    '',
  ].join('\n');
}

function row(line: TarballLine): string {
  const { source = 0, none: _, ...others } = line.by;
  const otherwise = Object.entries(others).map(([kind, amount]) => `${amount} ${kind}`);
  const left = line.verdict === 'reproduced' ? '' : line.message.slice(0, 120);
  const cells = [
    `${line.spec.replace(/^deb:/, '')}${line.byTag ? '' : ' *'}`,
    line.ref ?? '-',
    line.level === null ? line.verdict : `${line.verdict} (${line.level})`,
    source,
    otherwise.join(', '),
    line.acting.length,
    line.inert.length,
    line.seconds,
    left,
  ];
  return `| ${cells.map((cell) => String(cell).replace(/[|\n\r]/g, ' ')).join(' | ')} |`;
}
