import { commonEnds } from '../compare/common-ends.js';
import { align } from '../compare/difference/align.js';
import { rowsOf } from '../compare/difference/rows.js';

/** One place in which two texts differ. */
export interface TextChange {
  /** From 1, in the first text. */
  line: number;
  /** 0-based numbers of the first and the last row of it in the first text; a row is a line, or a piece of a long one. */
  rows: readonly [from: number, to: number];
  /** What differs, with the word around it; cut where it is long. */
  before: string;
  now: string;
  /** The rows that it is in; cut where they are long. */
  whole: { before: string; now: string };
}

/** Units of a change that are kept. */
const kept = 2_000;

/** Where two texts differ, row by row, and in each row only what does. Pure. */
export function changesOf(before: string, now: string): TextChange[] {
  const old = rowsOf(before, 0, before.length);
  const other = rowsOf(now, 0, now.length);
  const lines = lineCounter(before);
  return align(old.texts, other.texts).changes.flatMap((change) => {
    const { removed, added, from } = change;
    const paired =
      removed.length === added.length ? removed.map((row, at) => [row, added[at]!] as const) : null;
    const parts = paired ?? [[removed.join(''), added.join('')] as const];
    return parts.flatMap(([left, right], at) => {
      if (left === right) return [];
      const row = from + at;
      const last = paired === null ? from + Math.max(removed.length - 1, 0) : row;
      return [
        {
          line: lines(old.starts[row] ?? before.length),
          rows: [row, last] as const,
          whole: { before: left.slice(0, kept), now: right.slice(0, kept) },
          ...middle(left, right),
        },
      ];
    });
  });
}

/** What two rows do not have in common, to the ends of the words that it is in. */
function middle(left: string, right: string): { before: string; now: string } {
  const { head, tail } = commonEnds(left, right);
  const isWord = (sign: string | undefined) => sign !== undefined && /[\w.:+/\\-]/.test(sign);
  let [start, end] = [head, tail];
  while (start > 0 && isWord(left[start - 1])) start -= 1;
  while (end > 0 && isWord(left[left.length - end])) end -= 1;
  const cut = (text: string) => text.slice(start, text.length - end).slice(0, kept);
  return { before: cut(left), now: cut(right) };
}

/** The line that an offset lies in; offsets only grow. */
function lineCounter(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return (offset) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < offset; next = text.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
    return line;
  };
}
