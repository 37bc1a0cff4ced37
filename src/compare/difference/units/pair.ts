import { longestIncreasing } from '../increasing.js';
import type { Part } from './divide.js';
import { isNumber } from './name.js';

/** A part of either side and the one that it is held against; null where it is only on one side. */
export interface PartPair {
  reference: Part | null;
  release: Part | null;
  /** Stands in another order than its neighbours do on the other side. */
  moved: boolean;
}

/** A text and its parts, in order. */
export interface Parts {
  text: string;
  parts: readonly Part[];
}

/** Shorter contents are too common to tell where a part went. */
const tellingLength = 24;
/** Parts of the other side that a part without a counterpart is held against. */
const neighbours = 24;

/**
 * Pairs the parts of two sides: equal ones at both ends; then those with the same content, wherever they stand, or with the same but for
 * numbers in it; then those with the same name; then neighbours that have most of their words in common. In the order of the release, removed parts where they stood.
 */
export function pairParts(reference: Parts, release: Parts): PartPair[] {
  const partners = new Map<Part, Part>();
  const taken = new Set<Part>();
  const pair = (ours: Part, theirs: Part) => {
    partners.set(ours, theirs);
    taken.add(theirs);
  };
  const open = () => ({
    ours: release.parts.filter((one) => !partners.has(one)),
    theirs: reference.parts.filter((one) => !taken.has(one)),
  });
  pairEnds(reference, release, pair);
  pairBy(open(), (side) => (one) => contentOf(side, one), reference, release, pair);
  pairBy(open(), (side) => (one) => withoutNumbers(contentOf(side, one)), reference, release, pair);
  const nameOf = (one: Part) => (one.name === null || isNumber(one.name) ? null : one.name);
  pairBy(open(), () => nameOf, reference, release, pair);
  pairSimilar(open(), reference, release, pair);
  return inOrder(reference.parts, release.parts, partners, taken);
}

type Pairing = (ours: Part, theirs: Part) => void;

const whole = ({ text }: Parts, { start, end }: Part): string => text.slice(start, end);

function pairEnds(reference: Parts, release: Parts, pair: Pairing): void {
  const [left, right] = [reference.parts, release.parts];
  const shorter = Math.min(left.length, right.length);
  const same = (a: Part, b: Part) =>
    a.end - a.start === b.end - b.start && whole(reference, a) === whole(release, b);
  let head = 0;
  for (; head < shorter && same(left[head]!, right[head]!); head += 1) pair(right[head]!, left[head]!);
  for (let tail = 1; tail <= shorter - head; tail += 1) {
    const [a, b] = [left.at(-tail)!, right.at(-tail)!];
    if (!same(a, b)) break;
    pair(b, a);
  }
}

/** What a part says, without the id that it has in a bundle; null for what is too short to tell. */
function contentOf({ text }: Parts, { first, body, end, name }: Part): string | null {
  const content = text.slice(name !== null && isNumber(name) ? body : first, end);
  return content.length < tellingLength ? null : content;
}

/** Other modules are named by numbers in some bundles, and these change with the order of all. */
const withoutNumbers = (content: string | null): string | null =>
  content?.replace(/(?<![\w$.])\d+/g, '#') ?? null;

/** Pairs what has the same key; of several with one key, the first with the first. */
function pairBy(
  { ours, theirs }: { ours: Part[]; theirs: Part[] },
  keyOf: (side: Parts) => (one: Part) => string | null,
  reference: Parts,
  release: Parts,
  pair: Pairing,
): void {
  const byKey = new Map<string, Part[]>();
  const [theirKey, ourKey] = [keyOf(reference), keyOf(release)];
  for (const one of theirs) {
    const key = theirKey(one);
    if (key === null) continue;
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [one]);
    else list.push(one);
  }
  for (const list of byKey.values()) list.reverse();
  for (const one of ours) {
    const key = ourKey(one);
    const found = key === null ? undefined : byKey.get(key)?.pop();
    if (found !== undefined) pair(one, found);
  }
}

/** What is left, in order: by most words in common, or by place where as many are left on both sides and none has a name. */
function pairSimilar(
  { ours, theirs }: { ours: Part[]; theirs: Part[] },
  reference: Parts,
  release: Parts,
  pair: Pairing,
): void {
  const nameless = [...ours, ...theirs].every(({ name }) => name === null || isNumber(name));
  if (ours.length === theirs.length && (nameless || ours.length === 1)) {
    for (const [at, one] of ours.entries())
      if (nameless || similarity(words(release, one), words(reference, theirs[at]!)) >= 0.3)
        pair(one, theirs[at]!);
    return;
  }
  const theirWords = theirs.map((one) => words(reference, one));
  const free = new Set(theirs.keys());
  let next = 0;
  for (const one of ours) {
    while (next < theirs.length && !free.has(next)) next += 1;
    const ourWords = words(release, one);
    let best = { at: -1, score: 0.5 };
    for (let at = next; at < Math.min(theirs.length, next + neighbours); at += 1) {
      const score = free.has(at) ? similarity(ourWords, theirWords[at]!) : 0;
      if (score > best.score) best = { at, score };
    }
    if (best.at < 0) continue;
    free.delete(best.at);
    pair(one, theirs[best.at]!);
  }
}

const words = ({ text }: Parts, { first, end }: Part): Set<string> =>
  new Set(text.slice(first, Math.min(end, first + 4_000)).match(/[\w$]{1,60}|[^\s\w$]/g) ?? []);

/** Shared words of all words, 0 to 1. */
function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return shared / Math.max(1, left.size + right.size - shared);
}

function inOrder(
  reference: readonly Part[],
  release: readonly Part[],
  partners: ReadonlyMap<Part, Part>,
  taken: ReadonlySet<Part>,
): PartPair[] {
  const position = new Map(reference.map((one, at) => [one, at]));
  const paired = release.filter((one) => partners.has(one));
  const places = paired.map((one) => position.get(partners.get(one)!)!);
  const steady = new Set(longestIncreasing(places).map((at) => paired[at]!));
  const pairs: PartPair[] = [];
  let next = 0;
  const removedBefore = (end: number) => {
    for (; next < end; next += 1)
      if (!taken.has(reference[next]!))
        pairs.push({ reference: reference[next]!, release: null, moved: false });
  };
  for (const one of release) {
    const partner = partners.get(one) ?? null;
    if (steady.has(one)) removedBefore(position.get(partner!)!);
    pairs.push({ reference: partner, release: one, moved: partner !== null && !steady.has(one) });
  }
  removedBefore(reference.length);
  return pairs;
}
