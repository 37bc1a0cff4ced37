import type { DiffEntry, DiffResult } from '../diff/result.js';
import { grouped } from './grouped.js';
import { byteCount, count, duration } from './terminal/amount.js';
import { bounded, field, prose, section } from './terminal/layout.js';
import { joined, type Line, line, printed, styled } from './terminal/line.js';
import type { TerminalOptions } from './terminal/options.js';
import { codeLine, shown } from './terminal/unexplained.js';

/** What `reprove diff` found as a person reads it: the conclusion first, then what differs. Ends with a line break. */
export function diffReport(result: DiffResult, options: TerminalOptions): string {
  const lines = [
    ...heading(result, options),
    field('a', sideLine(result.a)),
    field('b', sideLine(result.b)),
    ...normalized(result.entries, options),
    ...odd(result, options),
    field('took', line`${duration(result.seconds)}`),
    ...list('Only in a', of(result, 'only-in-a'), options),
    ...list('Only in b', of(result, 'only-in-b'), options),
    ...different(of(result, 'different'), options),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

const of = ({ entries }: DiffResult, status: DiffEntry['status']): DiffEntry[] =>
  entries.filter((entry) => entry.status === status);

function heading(result: DiffResult, { width }: TerminalOptions): Line[] {
  const same = result.verdict === 'same';
  const [mark, style] = same ? (['✔', 'green'] as const) : (['✖', 'red'] as const);
  const kind = result.level === null ? result.verdict : `${result.verdict} (${result.level})`;
  const head = line`${styled(style, mark)} ${styled(style, styled('bold', kind))}: ${result.a.spec} → ${result.b.spec}`;
  return [head, ...prose(summary(result), width, '  '), line``];
}

const levels = {
  'bit-identical': 'Both are the same tarball.',
  'tar-identical': 'The tar streams are the same; how they are compressed is not.',
  'content-identical': 'All entries are the same.',
  equivalent: 'All entries are the same, or equal after the normalizers named below.',
};

function summary(result: DiffResult): string {
  const { a, b } = result.oddOnlyIn;
  const amounts: [number, string][] = [
    [of(result, 'different').length, 'different'],
    [of(result, 'only-in-a').length, 'only in a'],
    [of(result, 'only-in-b').length, 'only in b'],
    [of(result, 'equivalent').length, 'equal after normalizers'],
    [of(result, 'same').length, 'the same'],
  ];
  const words = amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => `${grouped(amount)} ${what}`);
  const paths = `Of ${count(result.entries.length, 'path')}: ${words.join(', ')}.`;
  if (result.level !== null) return `${levels[result.level]} ${paths}`;
  return a.length + b.length > 0 ? `${paths} And the archives themselves differ.` : paths;
}

function sideLine({ spec, origin, purl, entries, bytes }: DiffResult['a']): Line {
  const parts = [line`${purl ?? spec}`, line`${count(entries, 'entry', 'entries')}, ${byteCount(bytes)}`];
  return joined(origin === 'folder' ? [...parts, 'a folder'] : parts, ', ');
}

/** Rules that made entries equal; in detail, what each did to which entry. */
function normalized(entries: readonly DiffEntry[], { verbose }: TerminalOptions): Line[] {
  const uses = entries.flatMap(({ path, normalizations }) => normalizations.map((one) => ({ path, ...one })));
  if (verbose)
    return uses.map((use) => field('equal', line`${use.path}: ${use.name} ${use.version}, ${use.detail}`));
  const files = new Map<string, number>();
  for (const { name, version } of uses)
    files.set(`${name} ${version}`, (files.get(`${name} ${version}`) ?? 0) + 1);
  const words = [...files].map(([name, amount]) => `${name} (${count(amount, 'file')})`).join(', ');
  return files.size === 0 ? [] : [field('normalized', line`${words}`)];
}

const limitOf = ({ verbose }: TerminalOptions) => (verbose ? Number.POSITIVE_INFINITY : 20);

function odd({ a, b, oddOnlyIn }: DiffResult, options: TerminalOptions): Line[] {
  const all = (['a', 'b'] as const).flatMap((side) => {
    const alone = new Set(oddOnlyIn[side]);
    return { a, b }[side].oddities.map((oddity) => ({ side, oddity, alone: alone.has(oddity) }));
  });
  return bounded(all, limitOf(options), ({ side, oddity, alone }) => {
    const where = alone ? `only in ${side}` : `in ${side}`;
    const style = oddity.overwrites || alone ? 'red' : 'yellow';
    return field(
      'archive',
      line`${where}: ${styled(style, oddity.path ?? 'the archive')}: ${oddity.detail} ${styled('dim', `(${oddity.kind})`)}`,
    );
  });
}

function list(title: string, entries: readonly DiffEntry[], options: TerminalOptions): Line[] {
  return section(
    line`${title} ${styled('dim', `(${count(entries.length, 'file')})`)}`,
    bounded(
      entries,
      limitOf(options),
      ({ path, a, b }) => line`  ${styled('bold', path)}  ${styled('dim', byteCount((a ?? b)?.size ?? 0))}`,
    ),
  );
}

function different(entries: readonly DiffEntry[], options: TerminalOptions): Line[] {
  const room = options.verbose ? shown.verbose : shown.brief;
  let used = 0;
  const lines = bounded(entries, limitOf(options), ({ path, difference, notRead }) => {
    const code = difference?.lines ?? [];
    const take = Math.min(code.length, room.file, room.all - used);
    used += take;
    const more = code.length - take;
    const words = more > 0 ? `… ${count(more, 'more line')}` : '… more that is not in this report';
    return [
      line`  ${styled('bold', path)}  ${styled('dim', notRead ?? difference?.summary ?? 'not compared line by line')}`,
      ...code.slice(0, take).map((each) => codeLine(each, options.width)),
      ...(more > 0 || (difference?.truncated === true && notRead === null)
        ? [line`      ${styled('dim', words)}`]
        : []),
    ];
  });
  return section(
    line`Different ${styled('dim', `(${count(entries.length, 'file')}; - is a, + is b)`)}`,
    lines,
  );
}
