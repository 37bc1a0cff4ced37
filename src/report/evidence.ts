import type { ComparedEntry } from '../compare/schema.js';
import type { Result } from '../result.js';

/** What the judge says of an entry. */
type Judgement = Result['verdict']['unexplained'][number] & { expected: string | null };

/** Entries without evidence, those that could act first, and what the judge says of each by its path. */
export function unexplainedOf({ comparison, verdict }: Result): {
  phantoms: ComparedEntry[];
  differing: ComparedEntry[];
  judged: ReadonlyMap<string, Judgement>;
} {
  const expected = new Map(verdict.leftovers.map(({ path, reason }) => [path, reason]));
  const judged = new Map(
    verdict.unexplained.map((one) => [one.path, { ...one, expected: expected.get(one.path) ?? null }]),
  );
  const acts = ({ path }: ComparedEntry): number => (judged.get(path)?.canAct === true ? 1 : 0);
  // What could act comes first: a list that is cut must not end before it.
  const left = (comparison?.entries ?? [])
    .filter(({ evidence }) => evidence.kind === 'none')
    .sort((a, b) => acts(b) - acts(a));
  return {
    phantoms: left.filter(({ phantom }) => phantom),
    differing: left.filter(({ phantom }) => !phantom),
    judged,
  };
}
