import { createHash } from 'node:crypto';

/** A generator that gives the same choices for the same seed, on every machine. */
export interface Random {
  /** An integer from 0 to `bound` - 1. */
  below(bound: number): number;
  /** One of them; undefined when there is none. */
  pick<Value>(values: readonly Value[]): Value | undefined;
  shuffle<Value>(values: readonly Value[]): Value[];
}

/** The choices that a text leads to: digests of it and a counter. */
export function seededRandom(seed: string): Random {
  let count = 0;
  const below = (bound: number) => {
    count += 1;
    return createHash('sha256').update(`${seed} ${count}`).digest().readUIntBE(0, 6) % bound;
  };
  return {
    below,
    pick: (values) => (values.length === 0 ? undefined : values[below(values.length)]),
    shuffle(values) {
      const left = [...values];
      return Array.from({ length: left.length }, () => left.splice(below(left.length), 1)[0]!);
    },
  };
}
