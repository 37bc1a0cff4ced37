import { commonEnd, commonEnds, commonStart } from '../common-ends.js';
import type { CompareLimits } from '../limits.js';
import type { Difference } from '../schema.js';
import { align, type Change } from './align.js';
import { shortLine, shortPair } from './long-line.js';
import { Places } from './places.js';
import { type Rows, rowsOf, withoutEnd } from './rows.js';

export type Line = Difference['lines'][number];
type Shown = Pick<Difference, 'summary' | 'lines' | 'truncated'>;

/** Two texts that differ, and how their bytes were read. */
export interface Texts {
  reference: string;
  release: string;
  encoding: 'utf8' | 'latin1';
  /** Lines and bytes of both that come before and are no part of the texts; none unless given. */
  before?: { lines: number; bytes: number };
}

/** Rows shown around a difference. */
const context = 3;
const lineFeed = 0x0a;

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A diff of two texts by lines: three lines of context, long lines broken and cut around what differs, bounded in work and in size. */
export function textDifference(texts: Texts, limits: CompareLimits): Shown {
  const { reference, release } = texts;
  const { start, tail } = changedArea(reference, release);
  const old = rowsOf(reference, start, reference.length - tail);
  const now = rowsOf(release, start, release.length - tail);
  const { changes, aligned } = align(old.texts, now.texts);
  const count = (side: 'added' | 'removed') => changes.reduce((sum, change) => sum + change[side].length, 0);
  const places = new Places(release, texts.encoding, texts.before);
  const title = (offset: number, isLine: boolean) => placeWords(places, offset, isLine);
  const lines: Line[] = [];
  let truncated = !aligned;
  for (const line of hunks({ old, now, changes, title }, limits.columns)) {
    if (lines.length === limits.lines) {
      truncated = true;
      break;
    }
    lines.push(line);
  }
  const first = changes[0]!;
  const summary = aligned
    ? `${plural(count('added'), 'line')} added, ${count('removed')} removed`
    : `${count('removed')} lines became ${count('added')} from line ${places.of(now.starts[first.to] ?? start).line} on, too different to align`;
  return { summary, lines, truncated };
}

/** Where a row is: its line, and where it is a piece of one, its column and byte. */
export function placeWords(places: Places, offset: number, isLine: boolean): string {
  const { line, column, byte } = places.of(offset);
  return isLine && column === 1 ? `line ${line}` : `line ${line}, column ${column} (byte ${byte})`;
}

/** Two files in three parts, of which the first and the last are the same. */
export interface ChangedLines {
  head: Buffer;
  reference: Buffer;
  release: Buffer;
  tail: Buffer;
  /** Lines and bytes of `head`. */
  before: { lines: number; bytes: number };
}

/** The lines in which two files may differ, with those around them that are shown: what is to be decoded twice of large files that hardly differ. */
export function changedLines(reference: Buffer, release: Buffer): ChangedLines {
  const same = commonStart(reference, release);
  const { start, end } = linesAround(reference, same, reference.length - commonEnd(reference, release, same));
  const head = reference.subarray(0, start);
  let lines = 0;
  for (let at = head.indexOf(lineFeed); at !== -1; at = head.indexOf(lineFeed, at + 1)) lines += 1;
  return {
    head,
    reference: reference.subarray(start, end),
    release: release.subarray(start, release.length - (reference.length - end)),
    tail: reference.subarray(end),
    before: { lines, bytes: start },
  };
}

/** A text, or its bytes. */
interface Searched {
  length: number;
  indexOf(text: string, from: number): number;
  lastIndexOf(text: string, from: number): number;
}

/** Where the lines begin and end that are shown around what lies between two places, and one more at either end. */
function linesAround(text: Searched, from: number, to: number): { start: number; end: number } {
  let start = from;
  for (let lines = 0; lines <= context && start > 0; lines += 1) start = text.lastIndexOf('\n', start - 1);
  let end = to;
  for (let lines = 0; lines <= context && end !== -1; lines += 1)
    end = text.indexOf('\n', lines === 0 ? end : end + 1);
  return { start: start <= 0 ? 0 : start + 1, end: end === -1 ? text.length : end + 1 };
}

/** UTF-16 units of one line that are shown around a difference at most. */
const nearby = 1_000;

/**
 * The lines in which two texts may differ, with those around them that are shown: from `start` to `tail` units before either end. Found
 * without making rows, so that one change in a huge file costs one pass; of a huge line, only what is near.
 */
function changedArea(left: string, right: string): { start: number; tail: number } {
  const { head, tail } = commonEnds(left, right);
  const changed = left.length - tail;
  let { start, end } = linesAround(left, head, changed);
  if (head - start > nearby) start = behindStatement(left, head - nearby, head);
  if (end - changed > nearby) end = behindStatement(left, changed, changed + nearby);
  return { start, tail: left.length - end };
}

/** The last end of a line or statement between two places, the first of them where there is none. */
function behindStatement(text: string, from: number, to: number): number {
  const near = text.slice(from, to);
  const at = Math.max(...['\n', ';', '}', '{'].map((sign) => near.lastIndexOf(sign, nearby - 300)));
  return from + (at < 0 ? 0 : at + 1);
}

/** Two lists of rows and where they differ. */
export interface Aligned {
  old: Rows;
  now: Rows;
  changes: readonly Change[];
  /** Heading of a group of changes that begins at an offset of the release. */
  title: (offset: number, isLine: boolean) => string;
}

/** The changes with rows around them, group by group. */
export function* hunks({ old, now, changes, title }: Aligned, columns: number): Generator<Line> {
  const rows = old.texts;
  const common = (start: number, end: number): Line[] =>
    rows.slice(start, end).map((text) => ({ sign: ' ', text: shortLine(withoutEnd(text), columns) }));
  let shown = 0;
  for (const [index, change] of changes.entries()) {
    const start = Math.max(shown, change.from - context);
    if (index === 0 || start > shown) {
      const row = change.to - (change.from - start);
      yield { sign: '@', text: title(now.starts[row] ?? now.starts.at(-1)!, isWholeLine(now, row)) };
    }
    yield* common(start, change.from);
    yield* changed(change, columns);
    const end = change.from + change.removed.length;
    const next = changes[index + 1]?.from ?? rows.length;
    shown = Math.min(next, end + context);
    yield* common(end, shown);
  }
}

/** Whether a row is a line and no piece of one. */
function isWholeLine({ texts }: Rows, row: number): boolean {
  const begins = row === 0 || texts[row - 1]?.endsWith('\n') === true;
  return begins && (row >= texts.length - 1 || texts[row]!.endsWith('\n'));
}

function* changed({ removed, added }: Change, columns: number): Generator<Line> {
  const shown = (row: string | undefined, other: string | undefined, side: 0 | 1): string => {
    if (row === undefined || other === undefined) return shortLine(withoutEnd(row ?? other!), columns);
    const texts = [withoutEnd(row), withoutEnd(other)] as const;
    // Where the line feed is what differs, it is shown.
    return (texts[0] === texts[1] ? shortPair(row, other, columns) : shortPair(...texts, columns))[side];
  };
  for (const [at, row] of removed.entries()) yield { sign: '-', text: shown(row, added[at], 0) };
  for (const [at, row] of added.entries()) yield { sign: '+', text: shown(removed[at], row, 1) };
}
