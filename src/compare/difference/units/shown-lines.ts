import type { CompareLimits } from '../../limits.js';
import { align } from '../align.js';
import { shortLine } from '../long-line.js';
import { rowsOf, withoutEnd } from '../rows.js';
import { hunks, type Line, placeWords } from '../text.js';
import type { Range, UnitChange } from './changes.js';
import { type Sides, type Unit, unitWords } from './unit.js';

/** Rows that are shown of a unit that is on one side only. */
const wholeUnit = 40;
/** UTF-16 units around a unit that may be shown with it. */
const around = 300;

/** The lines of a diff that show one change: what happened to the unit, and what differs in it. Ends with whether something is left out. */
export function* shownLines(
  { change, reference, release }: UnitChange,
  unit: Unit,
  { texts, after }: Sides,
  { columns }: CompareLimits,
): Generator<Line, boolean> {
  yield { sign: '@', text: shortLine(unitWords(unit), columns) };
  if (change === 'moved' || change === 'renumbered') return false;
  if (reference === null || release === null) {
    const [text, range] = release === null ? [texts.reference, reference!] : [texts.release, release];
    const rows = rowsOf(text, firstLine(text, range), range.end).texts;
    const sign = release === null ? '-' : '+';
    yield* rows
      .slice(0, wholeUnit)
      .map((row) => ({ sign, text: shortLine(withoutEnd(row), columns) }) as const);
    const more = rows.length - wholeUnit;
    if (more > 0) yield { sign: '@', text: `… ${more} more lines of it` };
    return more > 0;
  }
  const [theirs, ours] = withSurroundings(texts, reference, release);
  const old = rowsOf(texts.reference, theirs.start, theirs.end);
  const now = rowsOf(texts.release, ours.start, ours.end);
  const { changes } = align(old.texts, now.texts);
  const title = (offset: number, isLine: boolean) => placeWords(after, offset, isLine);
  let first = unit.tokens !== null;
  for (const line of hunks({ old, now, changes, title }, columns)) {
    // Where the tokens are is said already.
    if (!first) yield line;
    first = false;
  }
  return false;
}

/** Start of the line that a range's first token is on, if nothing of the range is before it but blanks. */
function firstLine(text: string, { start, first }: Range): number {
  const before = text.slice(start, first);
  const blank = /^\s*/.exec(before.slice(0, 1_000))![0];
  return start + blank.lastIndexOf('\n') + 1;
}

/** Two ranges with the whole lines around them, as far as these are the same on both sides. */
function withSurroundings(
  { reference, release }: Sides['texts'],
  theirs: Range,
  ours: Range,
): [{ start: number; end: number }, { start: number; end: number }] {
  let [before, after] = [0, 0];
  const same = (at: number, other: number) =>
    at >= 0 && at < reference.length && reference.charCodeAt(at) === release.charCodeAt(other);
  while (before < around && same(theirs.start - before - 1, ours.start - before - 1)) before += 1;
  while (after < around && same(theirs.end + after, ours.end + after)) after += 1;
  const head = reference.slice(theirs.start - before, theirs.start);
  const isWhole = before === theirs.start && before === ours.start;
  const cut = isWhole ? 0 : head.indexOf('\n') + 1;
  // Without a line's start among them, only what is on the same line is not shown.
  if (cut > 0 || isWhole) before -= cut;
  else before = 0;
  const tail = reference.slice(theirs.end, theirs.end + after);
  const lineEnd = tail.lastIndexOf('\n');
  after = theirs.end + after === reference.length ? after : lineEnd + 1;
  return [
    { start: theirs.start - before, end: theirs.end + after },
    { start: ours.start - before, end: ours.end + after },
  ];
}
