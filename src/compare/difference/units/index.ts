import type { CompareLimits } from '../../limits.js';
import type { Difference } from '../../schema.js';
import { shortLine } from '../long-line.js';
import { Places } from '../places.js';
import type { Line, Texts } from '../text.js';
import { unitChanges } from './changes.js';
import { shownLines } from './shown-lines.js';
import { describeUnit, type Sides, summarize, type Unit } from './unit.js';

/** Scripts of fewer characters are read as text, unless a line of theirs is longer than any that a person writes. */
const largeScript = 30_000;
const longLine = 1_000;

/** Whether a script is a bundle, minified or so large that a person wants to know which part of it a difference is in. */
export const isLarge = (text: string): boolean =>
  text.length >= largeScript || text.split('\n', 200).some(({ length }) => length > longLine);

/**
 * The difference of two scripts by the units in which they differ: modules of a bundle, statements, members. Names each changed, added,
 * removed and moved unit and shows what changed in it. Null where a side can't be divided into units, or not without the `beyond` units of
 * text that follow on both sides and are the same.
 */
export function unitDifference(
  texts: Texts,
  limits: CompareLimits,
  beyond = 0,
): Pick<Difference, 'summary' | 'lines' | 'truncated' | 'units'> | null {
  const changes = unitChanges(texts.reference, texts.release, beyond);
  if (changes === null || changes.length === 0) return null;
  const sides: Sides = {
    texts,
    before: new Places(texts.reference, texts.encoding),
    after: new Places(texts.release, texts.encoding),
  };
  const units: Unit[] = [];
  const lines: Line[] = [];
  let truncated = false;
  for (const change of changes) {
    if (lines.length >= limits.lines) {
      truncated = true;
      break;
    }
    const unit = describeUnit(change, sides);
    units.push(unit);
    const shown = shownLines(change, unit, sides, limits);
    let next = shown.next();
    for (; !next.done && lines.length < limits.lines; next = shown.next()) lines.push(next.value);
    truncated ||= next.done !== true || next.value;
  }
  return {
    summary: shortLine(summarize(changes, units[0]!), limits.columns),
    lines,
    truncated,
    units,
  };
}
