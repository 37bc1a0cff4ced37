import type { Difference } from '../../compare/schema.js';

/** A text with the part of it that differs from its counterpart. */
export interface Cell {
  before: string;
  changed: string;
  after: string;
}

/** A row of a side-by-side difference. */
export type Row =
  | { kind: 'heading' | 'same'; text: string }
  | { kind: 'change'; left: Cell | null; right: Cell | null };

/** Characters of a line that are shown. */
const longest = 400;

/** Removed lines beside the added ones that follow them, one by one. */
export function sideBySide(lines: Difference['lines']): Row[] {
  const rows: Row[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
      rows.push({ kind: 'change', ...cells(removed[at] ?? null, added[at] ?? null) });
    [removed, added] = [[], []];
  };
  for (const { sign, text } of lines) {
    const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    if (sign === '-') {
      // What is removed after something was added is another change.
      if (added.length > 0) flush();
      removed.push(cut);
    } else if (sign === '+') added.push(cut);
    else {
      flush();
      rows.push({ kind: sign === '@' ? 'heading' : 'same', text: cut });
    }
  }
  flush();
  return rows;
}

/** What both begin and end with is told apart from what lies between. */
function cells(left: string | null, right: string | null): { left: Cell | null; right: Cell | null } {
  if (left === null || right === null) return { left: whole(left), right: whole(right) };
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const cell = (text: string): Cell => ({
    before: text.slice(0, start),
    changed: text.slice(start, text.length - end),
    after: text.slice(text.length - end),
  });
  return { left: cell(left), right: cell(right) };
}

const whole = (text: string | null): Cell | null =>
  text === null ? null : { before: text, changed: '', after: '' };
