import type { Difference } from '../../schema.js';
import type { Places } from '../places.js';
import type { Texts } from '../text.js';
import { order, type Range, type UnitChange } from './changes.js';
import { tokenChange } from './token-change.js';

export type Unit = NonNullable<Difference['units']>[number];

/** Two texts, and where things are in them. */
export interface Sides {
  texts: Texts;
  before: Places;
  after: Places;
}

/** Names of what a unit lies in that are told, and characters of each. */
const names = 6;
const nameLength = 100;

/** A changed unit as a result tells it: its names, where it is on both sides, and the tokens, if a few are all that changed. */
export function describeUnit({ change, path, reference, release }: UnitChange, sides: Sides): Unit {
  const { texts, before, after } = sides;
  const changed = change === 'changed' && reference !== null && release !== null;
  const tokens = changed
    ? tokenChange({ text: texts.reference, range: reference }, { text: texts.release, range: release })
    : null;
  return {
    change,
    path: path.slice(-names).map((name) => name.slice(0, nameLength)),
    reference: reference && extent(texts.reference, reference, before),
    release: release && extent(texts.release, release, after),
    tokens: tokens && {
      removed: tokens.removed,
      added: tokens.added,
      reference: before.of(tokens.reference),
      release: after.of(tokens.release),
    },
  };
}

/** Where a unit begins, and the line on which it ends. */
function extent(text: string, { first, end }: Range, places: Places): NonNullable<Unit['release']> {
  const place = places.of(first);
  let lastLine = place.line;
  for (let at = text.indexOf('\n', first); at !== -1 && at < end - 1; at = text.indexOf('\n', at + 1))
    lastLine += 1;
  return { ...place, lastLine };
}

/** `./src/a.js › function b`; what has no name is told by its place alone. */
const unitName = ({ path }: Pick<Unit, 'path'>): string =>
  path.length === 0 ? 'unnamed code' : path.join(' › ');

type Place = NonNullable<Unit['release']>;

/** `line 12`, `lines 12–30`, and of a unit in a long line its column and byte. */
function placeWords({ line, lastLine, column, byte }: Place): string {
  if (lastLine > line) return `lines ${line}–${lastLine}`;
  return column > 300 ? `line ${line}, column ${column} (byte ${byte})` : `line ${line}`;
}

/** What happened to a unit, and where. */
export function unitWords(unit: Unit): string {
  const { change, tokens, reference, release } = unit;
  const name = unitName(unit);
  if (change === 'moved') return `${name} moved from ${placeWords(reference!)} to ${placeWords(release!)}`;
  if (change === 'renumbered') return `${name} renumbered`;
  if (tokens === null) return `${name} ${change}, ${placeWords((release ?? reference)!)}`;
  const place = placeWords({ ...tokens.release, lastLine: tokens.release.line });
  return `${name} changed, ${place}: ${tokenWords(tokens)}`;
}

/** Blanks alone can't be seen, so they are spelt. */
const quoted = (text: string): string => (/\S/.test(text) ? `\`${text}\`` : JSON.stringify(text));

function tokenWords({ removed, added }: NonNullable<Unit['tokens']>): string {
  if (removed === '') return `${quoted(added)} added`;
  return added === '' ? `${quoted(removed)} removed` : `${quoted(removed)} became ${quoted(added)}`;
}

/** One line about all changes, the first of them in words. */
export function summarize(changes: readonly UnitChange[], first: Unit): string {
  const counts = order.flatMap((kind) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return changes.length === 1 ? unitWords(first) : `${counts.join(', ')}; first: ${unitWords(first)}`;
}
