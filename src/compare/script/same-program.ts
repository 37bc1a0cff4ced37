import { type ParserOptions, parseSync } from 'oxc-parser';

type Node = Record<string, unknown> & { type: string; start: number; end: number };
interface Comment {
  value: string;
  start: number;
  end: number;
}

/** Comments that tools obey: they are part of the program, as is their place. */
const obeyed =
  /^[#@]\s*source(?:Mapping)?URL=|[#@]__(?:PURE|NO_SIDE_EFFECTS|INLINE|NOINLINE|KEY|MANGLE_PROP)__|\bwebpack[A-Z]\w*\s*:|@vite-ignore|@ts-(?:nocheck|check|ignore|expect-error)|^\/\s*<|@jsx|@flow|@noflow|@type\b|turbopack|@cc_on|\bistanbul\b|\bc8\b/;

/** Where a node came from, which says nothing of what it means. */
const places = new Set(['start', 'end', 'range', 'loc']);

/**
 * Compares two scripts by syntax: layout, comments, quotes, semicolons, parentheses and the spelling of numbers may differ, nothing else
 * may: names, strings, regular expressions, directives, order. Fails closed: what can't be parsed, builds code from text or hands
 * out the text of its own functions is not known to be the same. Of comments, those that tools obey are compared with their places.
 *
 * @param path - decides the language, as its ending does for node and TypeScript.
 */
export function sameProgram(left: string, right: string, path: string): boolean {
  const options = { ...languageOf(path), preserveParens: true };
  const parsed = [left, right].map((text) => parseSync(path, text, options));
  if (parsed.some(({ errors }) => errors.length > 0)) return false;
  const [first, second] = parsed.map(({ program }) => program as unknown as Node) as [Node, Node];
  const walked = compareNodes(first, second, left, right);
  if (walked === null) return false;
  const all = parsed.map(({ comments }) => comments as Comment[]);
  const areSame = (of: (comments: Comment[], side: number) => unknown) => {
    const [ours, theirs] = all.map((comments, side) => JSON.stringify(of(comments, side)));
    return ours === theirs;
  };
  if (!areSame((comments, side) => obeyedComments(comments, walked.starts[side]!))) return false;
  return !walked.givesText || areSame((comments) => comments.map(({ value }) => value));
}

function languageOf(path: string): ParserOptions {
  if (/\.d\.[cm]?ts$/i.test(path)) return { lang: 'dts' };
  const [, module, kind] = /\.([cm]?)(js|ts|jsx|tsx)$/i.exec(path) ?? [];
  const lang = (kind?.toLowerCase() ?? 'js') as 'js' | 'ts' | 'jsx' | 'tsx';
  const sourceType = { c: 'commonjs', m: 'module' } as const;
  return { lang, sourceType: sourceType[module?.toLowerCase() as 'c' | 'm'] ?? 'unambiguous' };
}

/** A pair of values that stand at the same place, and the field that they stand in. */
type Pair = [left: unknown, right: unknown, field: string];

/**
 * Walks two trees side by side, without recursion: trees may be deep. Gives where each side's nodes start, in the order of the walk, and
 * whether a function may be asked for its text; null where the trees aren't known to mean the same.
 */
function compareNodes(
  left: Node,
  right: Node,
  leftText: string,
  rightText: string,
): { starts: [number[], number[]]; givesText: boolean } | null {
  const starts: [number[], number[]] = [[], []];
  let givesText = false;
  const stack: Pair[] = [[left, right, '']];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = [bare(pair[0]), bare(pair[1])];
    if (Array.isArray(a) && Array.isArray(b)) {
      const [ones, others] = [withoutEmpty(a), withoutEmpty(b)];
      if (ones.length !== others.length) return null;
      for (let at = ones.length - 1; at >= 0; at--) stack.push([ones[at], others[at], '']);
      continue;
    }
    if (!isNode(a) || !isNode(b)) {
      const same = isPlain(a) && isPlain(b) ? pushFields(stack, a, b) : Object.is(a, b);
      if (!same) return null;
      continue;
    }
    if (a.type !== b.type && !(pair[2] === 'key' && keyName(a) !== null && keyName(a) === keyName(b)))
      return null;
    if (hasClosedTarget(a) !== hasClosedTarget(b) || buildsCode(a)) return null;
    givesText ||= asksForText(a);
    starts[0].push(a.start);
    starts[1].push(b.start);
    if (a.type !== b.type) continue;
    const spelling =
      spellingMatters(a, b) && leftText.slice(a.start, a.end) !== rightText.slice(b.start, b.end);
    if (spelling || !pushFields(stack, a, b)) return null;
  }
  return { starts, givesText };
}

/** Puts the fields of two objects on the stack, the first on top; false when they don't have the same ones. */
function pushFields(stack: Pair[], a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const fields = meaningful(a);
  const others = meaningful(b);
  if (fields.length !== others.length || !fields.every((field) => Object.hasOwn(b, field))) return false;
  // A key that may be written as a name or a string is written in one way only where it is computed.
  const isKeyed = a.computed === false && 'key' in a;
  for (const field of fields.reverse()) {
    const name = field === 'key' && !isKeyed ? 'computed key' : field;
    stack.push([a[field], b[field], name]);
  }
  return true;
}

/** Fields that say what a node means. A literal's value says it, and the pattern and flags of a regular expression. */
function meaningful(value: Record<string, unknown>): string[] {
  const literal = value.type === 'Literal';
  return Object.keys(value).filter(
    (field) =>
      !places.has(field) && !(literal && (field === 'raw' || (field === 'value' && isPlain(value.regex)))),
  );
}

/** Whether an assignment's target is in parentheses, which keep a function from being named after it; the tree leaves them out. */
const hasClosedTarget = ({ type, left, start }: Node): boolean =>
  /^Assignment(?:Expression|Pattern)$/.test(type) && isNode(left) && left.start !== start;

/** Without the parentheses around it, which the tree says all about. */
function bare(value: unknown): unknown {
  let inner = value;
  while (isNode(inner) && inner.type === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}

const withoutEmpty = (list: unknown[]): unknown[] =>
  list.filter((item) => !(isNode(item) && item.type === 'EmptyStatement'));

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);

const isNode = (value: unknown): value is Node => isPlain(value) && typeof value.type === 'string';

/** The name of a key that isn't computed; null for what has none. */
function keyName({ type, name, value }: Node): string | null {
  if (type === 'Identifier') return String(name);
  return type === 'Literal' && typeof value === 'string' ? value : null;
}

/** Text between tags keeps its white space; half a character is told apart by its spelling alone. */
function spellingMatters({ type, value, raw }: Node, other: Node): boolean {
  if (type === 'JSXText') return true;
  if (type !== 'Literal' || typeof value !== 'string') return false;
  return [raw, other.raw].some((text) => /\\u\{?0*d[89a-f]|[\ud800-\udfff\ufffd]/i.test(String(text)));
}

/** Whether a program with this node is never called the same as another: it makes code of text, or uses `with`. */
function buildsCode({ type, callee, name }: Node): boolean {
  const called = type === 'CallExpression' || type === 'NewExpression' ? bare(callee) : null;
  const makesFunction = isNode(called) && called.type === 'Identifier' && called.name === 'Function';
  return type === 'WithStatement' || makesFunction || (type === 'Identifier' && name === 'eval');
}

/** `x.toString()`, where x may be a function, and what else gives a function's text. */
function asksForText({ type, callee, arguments: given, property, computed }: Node): boolean {
  if (type === 'MemberExpression' && isNode(property) && computed !== true)
    return property.name === 'toSource' || property.name === 'toLocaleString';
  const called = type === 'CallExpression' ? bare(callee) : null;
  if (!isNode(called) || !Array.isArray(given)) return false;
  const method = called.type === 'MemberExpression' ? called.property : called;
  const name = isNode(method) ? (keyName(method) ?? '') : '';
  if (name === 'String') return true;
  return name === 'toString'
    ? given.length === 0
    : /^(?:call|apply|bind)$/.test(name) && endsInToString(called);
}

const endsInToString = ({ object }: Node): boolean =>
  isNode(object) && isNode(object.property) && keyName(object.property) === 'toString';

/** What tools obey, with the number of nodes that begin before it. */
function obeyedComments(comments: readonly Comment[], starts: readonly number[]): [string, number][] {
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
