import { itemKey, type Place, partName } from './name.js';
import { type Cut, type Split, split } from './split.js';

/** A part of a script: a module, a statement, a member, an item of a list, or what stands around such parts. */
export interface Part {
  /** Range in the text, in UTF-16 units. The parts of a part fill its range: nothing is left out. */
  start: number;
  end: number;
  /** Its first token that is no comment. */
  first: number;
  /** Where its content begins, behind a key. */
  body: number;
  name: string | null;
  /** Statements under a comment that names their module. */
  isModule: boolean;
}

/** Characters that may still be scanned: what bounds the work on parts that lie one in another. */
export interface Effort {
  left: number;
}

/** Wrappers that hold a single part each and are opened at once. */
const wrappers = 24;

/** A script as the part that holds all others. */
export const wholeScript = (text: string): Part => part(0, text.length, 0, null);

/** What a part was divided into. */
export interface Division {
  parts: Part[];
  /** Characters at the end that are one part because they need not be divided; null where all was divided. */
  rest: number | null;
}

/**
 * The parts of a part: modules where comments name them, else statements, else items of a list; where it is a single one, those in its
 * largest brackets. Null where there is nothing to divide, the text is broken or the effort is used up. Of the last `same` characters
 * nothing need be known.
 */
export function divide(
  text: string,
  { start, end, isModule }: Part,
  effort: Effort,
  same: number,
): Division | null {
  const [before, after]: [Part[], Part[]] = [[], []];
  let range = { start, end, place: 'statements' as Place };
  for (let opened = 0; opened < wrappers; opened += 1) {
    const enough = opened === 0 ? range.end - same : range.end;
    const found = effort.left < range.end - range.start ? null : split(text, range.start, range.end, enough);
    if (found === null) return null;
    effort.left -= (found.rest ?? range.end) - range.start;
    const inner = partsOf(text, range, found, isModule);
    const rest = found.rest === null ? null : end - found.rest;
    if (inner.length > 1) return { parts: [...before, ...inner, ...after], rest };
    if (found.largest === null) return null;
    before.push(part(range.start, found.largest.start, range.start, null));
    after.unshift(part(found.largest.end, range.end, found.largest.end, null));
    range = found.largest;
  }
  return null;
}

const part = (start: number, end: number, first: number, name: string | null): Part => ({
  start,
  end,
  first,
  body: first,
  name,
  isModule: false,
});

function partsOf(
  text: string,
  range: { start: number; end: number; place: Place },
  { modules, statements, items }: Split,
  isModule: boolean,
): Part[] {
  const { start, end, place } = range;
  const hasStatements = place === 'statements' || place === 'members';
  if (hasStatements && !isModule && modules.length > 0) {
    const head = modules[0]!.start > start ? [part(start, modules[0]!.start, start, null)] : [];
    const named = modules.map(({ path, start: from, first }, at) => ({
      ...part(from, modules[at + 1]?.start ?? end, first, path),
      isModule: true,
    }));
    return [...head, ...named];
  }
  return hasStatements && statements.length > 1
    ? namedParts(text, start, statements, place)
    : namedParts(text, start, items, place === 'elements' ? place : 'items');
}

function namedParts(text: string, from: number, cuts: readonly Cut[], place: Place): Part[] {
  let start = from;
  return cuts.map(({ first, end }, at) => {
    const leading = text.slice(Math.max(start, first - 300), first);
    const head = text.slice(first, Math.min(end, first + 300));
    const name = partName(leading, head, place) ?? (place === 'elements' ? `[${at}]` : null);
    const body = place === 'items' ? first + itemKey(head) : first;
    const made = { ...part(start, end, first, name), body };
    start = end;
    return made;
  });
}
