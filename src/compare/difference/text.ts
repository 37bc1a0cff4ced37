import { diffArrays } from 'diff';
import type { CompareLimits } from '../limits.js';
import type { Difference } from '../schema.js';
import { shortLine, shortPair } from './long-line.js';

type Line = Difference['lines'][number];
type Shown = Pick<Difference, 'summary' | 'lines' | 'truncated'>;

const context = 3;
/** Lines between the first and the last difference that are aligned at all, on each side. */
const alignable = 20_000;
/** Edits after which aligning is given up; with `alignable` this bounds the work. */
const edits = 1_500;

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

interface Change {
  removed: string[];
  added: string[];
  /** 0-based number of the first line of either side. */
  from: number;
  to: number;
}

/** Common lines at both ends are cut off first, so that one change in a huge file costs one pass. */
function trimmed(old: string[], now: string[]): { head: number; tail: number } {
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { head, tail };
}

function changes(old: string[], now: string[]): { changes: Change[]; aligned: boolean } {
  const { head, tail } = trimmed(old, now);
  const [left, right] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  const whole = { removed: left, added: right, from: head, to: head };
  const small = left.length <= alignable && right.length <= alignable;
  const parts = small ? diffArrays(left, right, { maxEditLength: edits, timeout: 2_000 }) : undefined;
  if (parts === undefined) return { changes: [whole], aligned: left.length === 0 || right.length === 0 };
  const found: Change[] = [];
  let [from, to] = [head, head];
  let open = false;
  for (const { value, added, removed } of parts) {
    if ((added || removed) && !open) found.push({ removed: [], added: [], from, to });
    open = added || removed;
    if (removed) found.at(-1)!.removed.push(...value);
    if (added) found.at(-1)!.added.push(...value);
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
  return { changes: found, aligned: true };
}

function* changed({ removed, added }: Change, columns: number): Generator<Line> {
  const pairs = Math.min(removed.length, added.length);
  const short = (index: number) => shortPair(removed[index]!, added[index]!, columns);
  for (let i = 0; i < removed.length; i += 1)
    yield { sign: '-', text: i < pairs ? short(i)[0] : shortLine(removed[i]!, columns) };
  for (let i = 0; i < added.length; i += 1)
    yield { sign: '+', text: i < pairs ? short(i)[1] : shortLine(added[i]!, columns) };
}

function* hunks(found: readonly Change[], old: string[], columns: number): Generator<Line> {
  const common = (start: number, end: number): Line[] =>
    old
      // What follows the last line end is no line.
      .slice(start, old.at(-1) === '' ? Math.min(end, old.length - 1) : end)
      .map((text) => ({ sign: ' ', text: shortLine(text, columns) }));
  let shown = 0;
  for (const [index, change] of found.entries()) {
    const start = Math.max(shown, change.from - context);
    if (index === 0 || start > shown)
      yield { sign: '@', text: `line ${change.to - (change.from - start) + 1}` };
    yield* common(start, change.from);
    yield* changed(change, columns);
    const end = change.from + change.removed.length;
    const next = found[index + 1]?.from ?? old.length;
    shown = Math.min(next, end + context);
    yield* common(end, shown);
  }
}

/** A diff of two texts by lines: three lines of context, long lines cut around what differs, bounded in work and in size. */
export function textDifference(reference: string, release: string, limits: CompareLimits): Shown {
  const [old, now] = [reference.split('\n'), release.split('\n')];
  const { changes: found, aligned } = changes(old, now);
  const count = (side: 'added' | 'removed') => found.reduce((sum, change) => sum + change[side].length, 0);
  const lines: Line[] = [];
  let truncated = !aligned;
  for (const line of hunks(found, old, limits.columns)) {
    if (lines.length === limits.lines) {
      truncated = true;
      break;
    }
    lines.push(line);
  }
  const summary = aligned
    ? `${plural(count('added'), 'line')} added, ${count('removed')} removed`
    : `${count('removed')} lines became ${count('added')} from line ${found[0]!.to + 1} on, too different to align`;
  return { summary, lines, truncated };
}
