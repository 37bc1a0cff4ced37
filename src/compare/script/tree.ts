/** A node of an ESTree or TS-ESTree syntax tree, as oxc-parser gives it. */
export type Node = Record<string, unknown> & { type: string; start: number; end: number };

/** Where a node came from, which says nothing of what it means. */
export const places: ReadonlySet<string> = new Set(['start', 'end', 'range', 'loc']);

/** Whether a value is an object of the tree: a node, or what a node keeps apart from nodes, such as the pattern and flags of a regular expression. */
export const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);

/** Whether a value is a node. */
export const isNode = (value: unknown): value is Node => isPlain(value) && typeof value.type === 'string';

/** Without the parentheses around it, which the tree says all about. */
export function bare(value: unknown): unknown {
  let inner = value;
  while (isNode(inner) && inner.type === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}

/** A list without its empty statements. */
export const withoutEmpty = (list: unknown[]): unknown[] =>
  list.filter((item) => !(isNode(item) && item.type === 'EmptyStatement'));

/** The name of a key that isn't computed; null for what has none. */
export function keyName({ type, name, value }: Node): string | null {
  if (type === 'Identifier') return String(name);
  return type === 'Literal' && typeof value === 'string' ? value : null;
}
