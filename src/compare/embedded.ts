/** Characters before a place that are looked at to tell what it is. */
const lookBack = { key: 80, comment: 4_096 };

/** A place in a text, where something stands that a build may have written. */
export interface Place {
  /** Of its first character. */
  at: number;
  /** Behind its last one. */
  end: number;
}

/**
 * Whether a whole string literal stands at a place, and right before it what `key` matches at its end: a name and `=` or `:`. A `v` may
 * come first in the literal.
 */
export function isLiteralAfter(text: string, { at, end }: Place, key: RegExp): boolean {
  const before = /(["'`])v?$/.exec(text.slice(Math.max(0, at - 2), at));
  if (before === null || text[end] !== before[1]) return false;
  const quote = at - before[0].length;
  return key.test(text.slice(Math.max(0, quote - lookBack.key), quote));
}

/**
 * Whether a place is in a comment: on a line that begins as one, or in lines with a star each below one that begins with `/*`. That a
 * line somewhere before opens one is not enough, for it may be part of a string.
 */
export function isInComment(text: string, at: number): boolean {
  const from = Math.max(0, at - lookBack.comment);
  const lines = text.slice(from, at).split('\n');
  // The first one may have begun before.
  if (from > 0) lines.shift();
  const own = lines.pop();
  if (own === undefined || own.replace(/^\s*\/\*/, '').includes('*/')) return false;
  if (/^\s*(?:\/\/|\/\*)/.test(own)) return true;
  if (!/^\s*\*/.test(own)) return false;
  const above = lines.findLast((line) => !/^\s*\*(?!\/)/.test(line) || line.includes('*/'));
  return above !== undefined && /^\s*\/\*/.test(above) && !above.includes('*/');
}

/** The text with other words at some places, in their order. */
export function replacedAt(text: string, places: readonly Place[], word: (index: number) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (const [index, { at, end }] of places.entries()) {
    parts.push(text.slice(from, at), word(index));
    from = end;
  }
  return parts.join('') + text.slice(from);
}
