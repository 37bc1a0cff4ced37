import type { Oddity } from '../archive/schema.js';
import type { Level } from '../judge/schema.js';
import type { DiffEntry, DiffResult } from './result.js';
import type { Side } from './side.js';

/** How the same two things are; null where they are different. A level is never claimed over something odd that only one of them has. */
export async function levelOf(
  a: Pick<Side, 'integrity' | 'tarSha256'>,
  b: Pick<Side, 'integrity' | 'tarSha256'>,
  entries: readonly DiffEntry[],
  oddOnlyIn: DiffResult['oddOnlyIn'],
): Promise<Level | null> {
  const statuses = new Set(entries.map(({ status }) => status));
  const differ = ['different', 'only-in-a', 'only-in-b'] as const;
  if (differ.some((status) => statuses.has(status))) return null;
  if (oddOnlyIn.a.length > 0 || oddOnlyIn.b.length > 0) return null;
  if (statuses.has('equivalent')) return 'equivalent';
  if (a.integrity !== null && a.integrity === b.integrity) return 'bit-identical';
  if (a.integrity === null || b.integrity === null) return 'content-identical';
  const [one, other] = await Promise.all([a.tarSha256(), b.tarSha256()]);
  return one !== null && one === other ? 'tar-identical' : 'content-identical';
}

/** What is odd about one of two archives and not, in the very same words, about the other. */
export function oddOnlyInOne(a: readonly Oddity[], b: readonly Oddity[]): DiffResult['oddOnlyIn'] {
  return { a: without(a, b), b: without(b, a) };
}

function without(oddities: readonly Oddity[], others: readonly Oddity[]): Oddity[] {
  const known = new Set(others.map(wordsOf));
  return oddities.filter((oddity) => !known.has(wordsOf(oddity)));
}

const wordsOf = ({ kind, path, detail, overwrites }: Oddity) =>
  JSON.stringify([kind, path, detail, overwrites]);
