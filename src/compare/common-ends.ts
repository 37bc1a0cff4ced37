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
  while (head < shorter && left.charCodeAt(head) === right.charCodeAt(head)) head += 1;
  let tail = 0;
  const [leftEnd, rightEnd] = [left.length - 1, right.length - 1];
  while (tail < shorter - head && left.charCodeAt(leftEnd - tail) === right.charCodeAt(rightEnd - tail))
    tail += 1;
  return { head, tail };
}
