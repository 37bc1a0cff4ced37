import { type Random, seededRandom } from '../random.js';
import type { Honest } from '../tamperings/tampering.js';
import { controls } from './controls/index.js';
import { mutations } from './mutations/index.js';
import type { Injected, Shape } from './shape.js';
import { shapes } from './shapes/index.js';

/** A copy to verify. */
export interface Case extends Injected {
  shape: Shape;
}

/** How many copies are made of each release, and how many of them by what only few releases have the means for. */
const perRelease = [
  { list: shapes, count: 9, rare: 2 },
  { list: mutations, count: 4, rare: 0 },
  { list: controls, count: 3, rare: 1 },
] as const;

/**
 * The copies of one release, drawn by a seed. Each list is shuffled once for all releases and dealt out among them like cards, so that
 * every shape comes about as often as the others; one that does not apply to a release makes room for the next.
 *
 * @param position Which one of all releases it is: where dealing begins.
 */
export function casesOf(honest: Honest, position: number, seed: string): Case[] {
  const deal = (list: readonly Shape[], count: number, random: Random): Case[] => {
    const order = random.shuffle(list);
    const cases: Case[] = [];
    for (let at = 0; at < order.length && cases.length < count; at++) {
      const shape = order[(position * count + at) % order.length]!;
      const injected = shape.apply(honest, randomOf(honest, shape, seed));
      if (injected !== null) cases.push({ ...injected, shape });
    }
    return cases;
  };
  return perRelease.flatMap(({ list, count, rare }, index) => {
    const random = seededRandom(`${seed} list ${index}`);
    const few = deal(
      list.filter(({ needs }) => needs !== undefined),
      rare,
      random,
    );
    const usual = list.filter(({ needs }) => needs === undefined);
    return [...few, ...deal(usual, count - few.length, random)];
  });
}

/** Choices of a case depend on nothing but the seed, the release and the shape. */
const randomOf = ({ result }: Honest, { id }: Shape, seed: string) =>
  seededRandom(`${seed} ${result.release.purl} ${id}`);
