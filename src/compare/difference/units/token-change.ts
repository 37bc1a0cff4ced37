import { commonEnds } from '../../common-ends.js';
import type { Range } from './changes.js';
import { Scanner } from './scanner.js';

/** What a small difference consists of, and where it begins in either text, in UTF-16 units. */
export interface TokenChange {
  removed: string;
  added: string;
  reference: number;
  release: number;
}

/** A difference of more characters than this is no matter of a few tokens. */
const longest = 120;

/** The tokens in which two units differ, if that is one short run of them; null where it is more. */
export function tokenChange(
  reference: { text: string; range: Range },
  release: { text: string; range: Range },
): TokenChange | null {
  const sides = [reference, release].map(({ text, range }) => text.slice(range.start, range.end));
  const [left, right] = sides as [string, string];
  const { head, tail } = commonEnds(left, right);
  const isLong = (side: string) => side.length - head - tail > longest;
  if (isLong(left) || isLong(right)) return null;
  const edges = sides.map((side) => tokensAround(side, head, side.length - tail));
  const start = Math.min(...edges.map(([from]) => from));
  const rest = Math.min(...edges.map(([, to], at) => sides[at]!.length - to));
  const texts = sides.map((side) => side.slice(start, side.length - rest));
  // A string of a kilobyte that changed in a letter: the letter says more.
  const whole = texts.every(({ length }) => length <= longest);
  const [removed, added] = whole ? texts : sides.map((side) => side.slice(head, side.length - tail));
  const at = whole ? start : head;
  return {
    removed: removed!,
    added: added!,
    reference: reference.range.start + at,
    release: release.range.start + at,
  };
}

/** A range, widened to the ends of the tokens that it cuts. */
function tokensAround(text: string, from: number, to: number): [from: number, to: number] {
  const tokens = new Scanner(text, 0, text.length);
  let [start, end] = [from, to];
  while (tokens.next() && tokens.start < to) {
    if (tokens.start < from && from < tokens.end) start = tokens.start;
    if (tokens.end > to) end = tokens.end;
  }
  return [start, end];
}
