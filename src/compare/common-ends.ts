/** What is compared at once, natively: large steps first, then smaller ones up to the place. */
const steps = [65_536, 4_096, 256, 16];

/** How many units two things have in common, counted by runs that `same` compares: from `from`, `length` of them. */
function common(most: number, same: (from: number, length: number) => boolean): number {
  let at = 0;
  for (const step of steps) while (at + step <= most && same(at, step)) at += step;
  while (at < most && same(at, 1)) at += 1;
  return at;
}

/** How many bytes two files have in common at their beginning. */
export const commonStart = (left: Buffer, right: Buffer): number =>
  common(
    Math.min(left.length, right.length),
    (from, length) => left.compare(right, from, from + length, from, from + length) === 0,
  );

/** How many bytes they have in common at their end, where the first `start` bytes don't count. */
export const commonEnd = (left: Buffer, right: Buffer, start: number): number =>
  common(Math.min(left.length, right.length) - start, (from, length) => {
    const [theirs, ours] = [right.length - from, left.length - from];
    return left.compare(right, theirs - length, theirs, ours - length, ours) === 0;
  });

/** UTF-16 units that two texts have in common at either end. */
export function commonEnds(left: string, right: string): { head: number; tail: number } {
  const shorter = Math.min(left.length, right.length);
  const head = common(
    shorter,
    (from, length) => left.slice(from, from + length) === right.slice(from, from + length),
  );
  const whole = (text: string): Ended => ({ text, end: text.length });
  return { head, tail: commonTail(whole(left), whole(right), shorter - head) };
}

/** A text up to a place in it, in UTF-16 units. */
interface Ended {
  text: string;
  end: number;
}

/** UTF-16 units that two texts have in common before a place in either, at most `most`. */
export function commonTail(left: Ended, right: Ended, most: number): number {
  const before = ({ text, end }: Ended, from: number, length: number) =>
    text.slice(end - from - length, end - from);
  return common(most, (from, length) => before(left, from, length) === before(right, from, length));
}
