import { commonTail } from '../../common-ends.js';
import { divide, type Effort, type Part, wholeScript } from './divide.js';
import { isNumber } from './name.js';
import { pairParts } from './pair.js';

/** A range of a text, in UTF-16 units; `first` is where its first token begins. */
export type Range = Pick<Part, 'start' | 'end' | 'first'>;

/** Kinds of changes in the order in which they are told: code that is nowhere on the other side first. */
export const order = ['added', 'removed', 'moved', 'changed', 'renumbered'] as const;

/** The smallest unit that a difference lies in, or a unit that is on one side only or at another place among its neighbours. */
export interface UnitChange {
  change: (typeof order)[number];
  /** Names of what it lies in, from the outside, and its own last; units without a name are left out. */
  path: string[];
  reference: Range | null;
  release: Range | null;
}

/** A unit of at most so many characters is not divided further. */
const smallUnit = 1_200;
/** Units that lie one in another. */
const maximumDepth = 40;
/** Changes that are told apart; where there are more, the rest is one. */
const maximumChanges = 10_000;

/** Units of a text that must be left undivided before what of both scripts is beyond it, so that nothing of what is told was near its end. */
const leastRest = 1_000;

/**
 * The units in which two scripts differ, by kind and in the order of the release; what is in none of them is the same text in the same order. Null
 * where one side is no script that can be divided into units.
 *
 * @param beyond - UTF-16 units, or as many bytes, that follow on both sides and are the same. Null too where the change can't be told without them.
 */
export function unitChanges(reference: string, release: string, beyond = 0): UnitChange[] | null {
  const effort: Effort = { left: 12 * (reference.length + release.length + 2 * beyond) + 100_000 };
  const found: UnitChange[] = [];
  const isSame = (theirs: Part, ours: Part) =>
    theirs.end - theirs.start === ours.end - ours.start &&
    reference.slice(theirs.start, theirs.end) === release.slice(ours.start, ours.end);
  /** Null where what need not be divided does not begin at the same place on both sides, as where a change opens a comment. */
  const divideBoth = (theirs: Part, ours: Part, same: number) => {
    const before = divide(reference, theirs, effort, same);
    const after = before && divide(release, ours, effort, same);
    if (before === null || after === null || before.rest !== after.rest) return null;
    return { before: before.parts, after: after.parts, rest: before.rest };
  };
  const pairsIn = (theirs: Part, ours: Part, isCut: boolean) => {
    const most = Math.min(theirs.end - theirs.start, ours.end - ours.start);
    const same = commonTail({ text: reference, end: theirs.end }, { text: release, end: ours.end }, most);
    const divided = divideBoth(theirs, ours, same) ?? (isCut ? null : divideBoth(theirs, ours, 0));
    if (divided === null || (isCut && (divided.rest ?? 0) < leastRest)) return null;
    const pairs = pairParts(
      { text: reference, parts: divided.before },
      { text: release, parts: divided.after },
    );
    // Where nothing has a counterpart, the two are not divided alike.
    return pairs.some((pair) => pair.reference !== null && pair.release !== null) ? pairs : null;
  };
  const visit = (theirs: Part, ours: Part, path: string[], depth: number): boolean => {
    const size = Math.max(theirs.end - theirs.start, ours.end - ours.start);
    const whole = (size <= smallUnit && depth > 0) || depth > maximumDepth || found.length > maximumChanges;
    const pairs = whole ? null : pairsIn(theirs, ours, depth === 0 && beyond > 0);
    if (pairs === null) return false;
    for (const pair of pairs) {
      const name = (pair.release ?? pair.reference)!.name;
      const inside = name === null ? path : [...path, name];
      const change = { path: inside, reference: pair.reference, release: pair.release };
      if (pair.release === null) found.push({ change: 'removed', ...change });
      else if (pair.reference === null) found.push({ change: 'added', ...change });
      else {
        if (pair.moved) found.push({ change: 'moved', ...change });
        if (isSame(pair.reference, pair.release)) continue;
        if (isRenumbered(reference, pair.reference, release, pair.release))
          found.push({ change: 'renumbered', ...change });
        else if (!visit(pair.reference, pair.release, inside, depth + 1))
          found.push({ change: 'changed', ...change });
      }
    }
    return true;
  };
  if (!visit(wholeScript(reference), wholeScript(release), [], 0)) return null;
  if (beyond > 0 && found.some((change) => change.release?.end === release.length)) return null;
  return order.flatMap((kind) => found.filter(({ change }) => change === kind));
}

/** Whether the number that a bundler gave a module is all that differs. */
function isRenumbered(reference: string, theirs: Part, release: string, ours: Part): boolean {
  if (theirs.name === null || ours.name === null || !isNumber(theirs.name) || !isNumber(ours.name))
    return false;
  if (reference.slice(theirs.body, theirs.end) !== release.slice(ours.body, ours.end)) return false;
  const head = (text: string, { start, body, name }: Part) => text.slice(start, body).split(name!);
  const [before, after] = [head(reference, theirs), head(release, ours)];
  return before.length === 2 && after.length === 2 && before.every((part, at) => part === after[at]);
}
