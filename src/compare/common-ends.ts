const step = 65_536;

/** How many bytes two files have in common at their beginning. */
export function commonStart(left: Buffer, right: Buffer): number {
  const most = Math.min(left.length, right.length);
  let at = 0;
  // Whole steps are compared natively.
  while (at + step <= most && left.compare(right, at, at + step, at, at + step) === 0) at += step;
  while (at < most && left[at] === right[at]) at += 1;
  return at;
}

/** How many bytes they have in common at their end, where the first `start` bytes don't count. */
export function commonEnd(left: Buffer, right: Buffer, start: number): number {
  const most = Math.min(left.length, right.length) - start;
  const same = (from: number, to: number) =>
    left.compare(right, right.length - to, right.length - from, left.length - to, left.length - from) === 0;
  let at = 0;
  while (at + step <= most && same(at, at + step)) at += step;
  while (at < most && left[left.length - 1 - at] === right[right.length - 1 - at]) at += 1;
  return at;
}

/** UTF-16 units that two texts have in common at either end. */
export function commonEnds(left: string, right: string): { head: number; tail: number } {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  // Whole steps are compared natively.
  while (head + step <= shorter && left.slice(head, head + step) === right.slice(head, head + step))
    head += step;
  while (head < shorter && left.charCodeAt(head) === right.charCodeAt(head)) head += 1;
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
  const before = ({ text, end }: Ended, from: number, to: number) => text.slice(end - to, end - from);
  let tail = 0;
  while (tail + step <= most && before(left, tail, tail + step) === before(right, tail, tail + step))
    tail += step;
  const [leftEnd, rightEnd] = [left.end - 1, right.end - 1];
  while (tail < most && left.text.charCodeAt(leftEnd - tail) === right.text.charCodeAt(rightEnd - tail))
    tail += 1;
  return tail;
}
