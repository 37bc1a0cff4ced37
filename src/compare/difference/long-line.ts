const before = 60;

/** Blanks that would push the rest of a line off the screen, by their number. */
const visibleBlanks = (text: string): string =>
  text.replace(/[ \t\u00a0]{24,}/g, (blanks) => `…(${blanks.length} blanks)…`);

/** A line cut to `columns` around `at`, with `…` where something was left out. */
function window(text: string, at: number, columns: number): string {
  const start = Math.max(0, Math.min(at - before, text.length - columns));
  // Blanks are taken out of more than is shown, so that what they push away comes into view; never of all of a line
  // that may be megabytes long.
  const near = Math.min(text.length, start + 5 * columns);
  const shown = visibleBlanks(text.slice(start, near));
  const cut = shown.length > columns || near < text.length;
  return `${start > 0 ? '…' : ''}${shown.slice(0, columns)}${cut ? '…' : ''}`;
}

/** Index of the first UTF-16 code unit in which two lines differ. */
function firstDifference(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at += 1;
  return at;
}

/** One line, cut to `columns` from its start. */
export const shortLine = (text: string, columns: number): string => window(text, 0, columns);

/** A removed and an added line, both cut around the first column in which they differ. */
export function shortPair(removed: string, added: string, columns: number): [string, string] {
  const at = firstDifference(removed, added);
  return [window(removed, at, columns), window(added, at, columns)];
}
