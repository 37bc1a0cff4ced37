import type { Difference } from '../../compare/schema.js';
import { isTimeChange } from '../../why/times.js';

/** Whether dates are all that a file and what was made again differ in, as far as the difference was kept whole. Pure. */
export function isDated(difference: Difference | null): boolean {
  if (difference === null || difference.against !== 'rebuild' || difference.kind !== 'text') return false;
  if (difference.truncated) return false;
  const [before, now] = (['-', '+'] as const).map((wanted) =>
    difference.lines.filter(({ sign }) => sign === wanted).map(({ text }) => text),
  );
  if (before!.length === 0 || before!.length !== now!.length) return false;
  return before!.every((line, at) => isTimeChange({ whole: { before: line, now: now![at]! } }));
}
