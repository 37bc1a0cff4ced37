import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commonEnd, commonStart } from '../../../src/compare/common-ends.js';

const few = fc.array(fc.constantFrom(0, 1), { maxLength: 12 }).map((bytes) => Buffer.from(bytes));
const filler = fc
  .constantFrom(0, 1, 65_535, 65_536, 65_537, 200_000)
  .map((length) => Buffer.alloc(length, 7));

it('what two files have in common at both ends is the most there is, and never counted twice', () => {
  fc.assert(
    fc.property(filler, few, few, filler, (head, left, right, tail) => {
      const [one, other] = [Buffer.concat([head, left, tail]), Buffer.concat([head, right, tail])];
      const start = commonStart(one, other);
      const end = commonEnd(one, other, start);
      expect(one.subarray(0, start).equals(other.subarray(0, start))).toBe(true);
      expect(start === Math.min(one.length, other.length) || one[start] !== other[start]).toBe(true);
      expect(one.subarray(one.length - end).equals(other.subarray(other.length - end))).toBe(true);
      const room = Math.min(one.length, other.length) - start;
      expect(end === room || one.at(-1 - end) !== other.at(-1 - end)).toBe(true);
      expect(end).toBeLessThanOrEqual(room);
    }),
    { numRuns: 100 },
  );
});
