/** A comment as oxc-parser gives it; `value` is without its marks. */
export interface Comment {
  value: string;
  start: number;
  end: number;
}

/** Comments that tools obey: they are part of the program, as is their place. */
const obeyed =
  /^[#@]\s*source(?:Mapping)?URL=|[#@]__(?:PURE|NO_SIDE_EFFECTS|INLINE|NOINLINE|KEY|MANGLE_PROP)__|\bwebpack[A-Z]\w*\s*:|@vite-ignore|@ts-(?:nocheck|check|ignore|expect-error)|^\/\s*<|@jsx|@flow|@noflow|@type\b|turbopack|@cc_on|\bistanbul\b|\bc8\b/;

/** `<!--` and `-->` begin a comment in a script and are operators in a module; a file may be loaded as either. */
export const isHtmlLike = ({ start }: Comment, text: string): boolean => text[start] !== '/';

/** What tools obey, with the number of nodes that begin before it. */
export function obeyedComments(comments: readonly Comment[], starts: readonly number[]): [string, number][] {
  const found = comments.filter(({ value }) => obeyed.test(value));
  if (found.length === 0) return [];
  const sorted = [...starts].sort((one, other) => one - other);
  return found.map(({ value, end }) => [value, countBelow(sorted, end)]);
}

function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
