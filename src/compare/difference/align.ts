import { diffArrays } from 'diff/lib/diff/array.js';
import { longestIncreasing } from './increasing.js';

/** Neighbouring rows that differ. */
export interface Change {
  removed: string[];
  added: string[];
  /** 0-based number of the first row of either side. */
  from: number;
  to: number;
}

/** Rows that are aligned at once, on each side, and edits after which that is given up: together they bound the work. */
const alignable = 20_000;
const edits = 1_500;
/** The same for what lies between rows that occur once on both sides: edits of one gap, and of all. */
const gapEdits = { one: 200, all: 4_000 };

/**
 * Where two lists of rows differ. Common rows at both ends cost one pass; the rest is aligned by the shortest list of edits, or, where
 * that would be too long, between the rows that occur once on both sides. `aligned` is false where even these tell nothing.
 */
export function align(
  old: readonly string[],
  now: readonly string[],
): { changes: Change[]; aligned: boolean } {
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [left, right] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  const changes = shortestEdits(left, right, head, head, edits) ?? betweenAnchors(left, right, head);
  if (changes !== null) return { changes, aligned: true };
  return { changes: [{ removed: left, added: right, from: head, to: head }], aligned: false };
}

function shortestEdits(
  left: string[],
  right: string[],
  from: number,
  to: number,
  maxEditLength: number,
): Change[] | null {
  if (left.length === 0 || right.length === 0)
    return left.length + right.length === 0 ? [] : [{ removed: left, added: right, from, to }];
  if (Math.max(left.length, right.length) > alignable) return null;
  const parts = diffArrays(left, right, { maxEditLength });
  if (parts === undefined) return null;
  const found: Change[] = [];
  let open = false;
  for (const { value, added, removed } of parts) {
    if ((added || removed) && !open) found.push({ removed: [], added: [], from, to });
    open = added || removed;
    if (removed) found.at(-1)!.removed = value;
    if (added) found.at(-1)!.added = value;
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
  return found;
}

/** Rows that occur once on either side hold the two together; what lies between them is aligned, or taken as a whole. */
function betweenAnchors(left: string[], right: string[], head: number): Change[] | null {
  const ours = once(right);
  const common = [...once(left)].filter(([row]) => ours.has(row));
  const steady = longestIncreasing(common.map(([row]) => ours.get(row)!)).map((at) => common[at]!);
  if (steady.length === 0) return null;
  const changes: Change[] = [];
  let [from, to, room] = [0, 0, gapEdits.all];
  const gap = (end: number, otherEnd: number) => {
    const [removed, added] = [left.slice(from, end), right.slice(to, otherEnd)];
    const most = Math.min(gapEdits.one, room);
    const found = shortestEdits(removed, added, head + from, head + to, most);
    if (removed.length > 0 && added.length > 0) room -= found === null ? most : Math.min(most, found.length);
    changes.push(...(found ?? [{ removed, added, from: head + from, to: head + to }]));
  };
  for (const [row, at] of steady) {
    const other = ours.get(row)!;
    gap(at, other);
    [from, to] = [at + 1, other + 1];
  }
  gap(left.length, right.length);
  return changes;
}

/** Rows that occur once, and where. */
function once(rows: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, row] of rows.entries()) found.set(row, found.has(row) ? -1 : at);
  for (const [row, at] of found) if (at < 0) found.delete(row);
  return found;
}
