import { type ParserOptions, parseSync } from 'oxc-parser';
import { type Comment, isHtmlLike, obeyedComments } from './comments.js';
import { exportTheSame } from './commonjs-exports.js';
import { consistentNames, type Goal } from './names/consistent-names.js';
import { bare, isNode, isPlain, keyName, type Node, places, withoutEmpty } from './tree.js';

/** In what two texts of the same program differ. */
export interface Sameness {
  /** Layout, comments, spelling. */
  layout: boolean;
  /** Names of local bindings. */
  names: boolean;
}

/**
 * Compares two scripts by syntax: layout, comments, quotes, semicolons, parentheses and the spelling of numbers may differ, and the names
 * of local bindings where `consistentNames` says so; nothing else may: other names, strings, regular expressions, directives, order.
 * Fails closed: what can't be parsed, builds code from text, or hands out the text of its own functions is not known to be the same.
 * Of comments, those that tools obey are compared with their places; of what is CommonJS, the names that node sees exported.
 *
 * @param path - decides the language, as its ending does for node and TypeScript.
 * @returns in what they differ; null where they are not known to be the same program.
 */
export function sameProgram(left: string, right: string, path: string): Sameness | null {
  const texts = [left, right] as const;
  const parse = (showSemanticErrors: boolean) => {
    const options = { ...languageOf(path), preserveParens: true, showSemanticErrors };
    const parsed = texts.map((text) => parseSync(path, text, options));
    return { parsed, isFlawless: parsed.every(({ errors }) => errors.length === 0) };
  };
  // Some errors only show once names are bound, such as one that is declared twice: with them, names have to be equal.
  const bound = parse(true);
  const { parsed, isFlawless } = bound.isFlawless ? bound : parse(false);
  if (!isFlawless) return null;
  const all = parsed.map(({ comments }) => comments as Comment[]);
  if (all.some((comments, side) => comments.some((comment) => isHtmlLike(comment, texts[side]!))))
    return null;
  const [first, second] = parsed.map(({ program }) => program as unknown as Node) as [Node, Node];
  const walked = compareNodes(first, second, left, right);
  if (walked === null) return null;
  const areSame = (of: (comments: Comment[], side: number) => unknown) => {
    const [ours, theirs] = all.map((comments, side) => JSON.stringify(of(comments, side)));
    return ours === theirs;
  };
  if (!areSame((comments, side) => obeyedComments(comments, walked.starts[side]!))) return null;
  if (walked.givesText && !areSame((comments) => comments.map(({ value }) => value))) return null;
  if (!exportTheSame(left, right, path, first)) return null;
  if (!walked.renames) return { layout: true, names: false };
  if (walked.givesText || !bound.isFlawless) return null;
  const renamed = consistentNames(first, second, goalOf(path));
  return renamed && { layout: renameIn(left, renamed) !== right, names: true };
}

/** A text with other names at some of its identifiers; null where one is spelt with escapes. */
function renameIn(text: string, renamed: readonly { node: Node; name: string }[]): string | null {
  const byStart = new Map(renamed.map(({ node, name }) => [node.start, { was: String(node.name), name }]));
  const parts: string[] = [];
  let at = 0;
  for (const [start, { was, name }] of [...byStart].sort(([one], [other]) => one - other)) {
    if (!text.startsWith(was, start)) return null;
    parts.push(text.slice(at, start), name);
    at = start + was.length;
  }
  return parts.join('') + text.slice(at);
}

const isDeclarations = (path: string): boolean => /\.d\.[cm]?ts$/i.test(path);

function goalOf(path: string): Goal {
  if (isDeclarations(path)) return 'declarations';
  const [, kind] = /\.([cm])[jt]s$/i.exec(path) ?? [];
  return ({ c: 'commonjs', m: 'module' } as const)[kind?.toLowerCase() as 'c' | 'm'] ?? 'script';
}

function languageOf(path: string): ParserOptions {
  if (isDeclarations(path)) return { lang: 'dts' };
  const [, module, kind] = /\.([cm]?)(js|ts|jsx|tsx)$/i.exec(path) ?? [];
  const lang = (kind?.toLowerCase() ?? 'js') as 'js' | 'ts' | 'jsx' | 'tsx';
  const sourceType = { c: 'commonjs', m: 'module' } as const;
  return { lang, sourceType: sourceType[module?.toLowerCase() as 'c' | 'm'] ?? 'unambiguous' };
}

/** A pair of values that stand at the same place, and the field that they stand in. */
type Pair = [left: unknown, right: unknown, field: string];

/**
 * Walks two trees side by side, without recursion: trees may be deep. Gives where each side's nodes start, in the order of the walk,
 * whether a function may be asked for its text, and whether there are identifiers of other names, about which nothing is said yet; null
 * where the trees aren't known to mean the same.
 */
function compareNodes(
  left: Node,
  right: Node,
  leftText: string,
  rightText: string,
): { starts: [number[], number[]]; givesText: boolean; renames: boolean } | null {
  const starts: [number[], number[]] = [[], []];
  let [givesText, renames] = [false, false];
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
    if (hasClosedTarget(a) !== hasClosedTarget(b) || buildsCode(a, pair[2])) return null;
    givesText ||= asksForText(a);
    starts[0].push(a.start);
    starts[1].push(b.start);
    if (a.type !== b.type) continue;
    renames ||= a.type === 'Identifier' && a.name !== b.name;
    const spelling =
      hasEmptyBraces(a, leftText) !== hasEmptyBraces(b, rightText) ||
      (spellingMatters(a, b) && leftText.slice(a.start, a.end) !== rightText.slice(b.start, b.end));
    if (spelling || !pushFields(stack, a, b)) return null;
  }
  return { starts, givesText, renames };
}

/** Puts the fields of two objects on the stack, the first on top; false when they don't have the same ones. */
function pushFields(stack: Pair[], a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const fields = meaningful(a);
  const others = meaningful(b);
  if (fields.length !== others.length || !fields.every((field) => Object.hasOwn(b, field))) return false;
  // A key that may be written as a name or a string is written in one way only where it is computed.
  const isNamed = a.computed === false;
  for (const field of fields.reverse()) {
    const isComputed = (field === 'key' || field === 'property') && !isNamed;
    stack.push([a[field], b[field], isComputed ? `computed ${field}` : field]);
  }
  return true;
}

/**
 * Fields that say what a node means. A literal's value says it, and the pattern and flags of a regular expression; the name of an
 * identifier is looked at apart; `{a}` is `{a: a}`, but for a prototype.
 */
function meaningful(value: Record<string, unknown>): string[] {
  const { type, key, regex } = value;
  const silent = (field: string): boolean => {
    if (type === 'Literal') return field === 'raw' || (field === 'value' && isPlain(regex));
    if (type === 'Identifier') return field === 'name';
    return type === 'Property' && field === 'shorthand' && isNode(key) && keyName(key) !== '__proto__';
  };
  return Object.keys(value).filter((field) => !places.has(field) && !silent(field));
}

/** Whether an assignment's target is in parentheses, which keep a function from being named after it; the tree leaves them out. */
const hasClosedTarget = ({ type, left, start }: Node): boolean =>
  /^Assignment(?:Expression|Pattern)$/.test(type) && isNode(left) && left.start !== start;

/** `import {} from 'a'`: TypeScript leaves it out, and keeps `import 'a'`; the tree is the same. */
const hasEmptyBraces = ({ type, specifiers, start, source }: Node, text: string): boolean =>
  type === 'ImportDeclaration' &&
  Array.isArray(specifiers) &&
  specifiers.length === 0 &&
  isNode(source) &&
  text.slice(start, source.start).includes('{');

/** Text between tags keeps its white space; half a character is told apart by its spelling alone. */
function spellingMatters({ type, value, raw }: Node, other: Node): boolean {
  if (type === 'JSXText') return true;
  if (type !== 'Literal' || typeof value !== 'string') return false;
  return [raw, other.raw].some((text) => /\\u\{?0*d[89a-f]|[\ud800-\udfff\ufffd]/i.test(String(text)));
}

/**
 * Whether a program with this node is never called the same as another: it makes code of text, uses `with`, or has `await` for a name,
 * so that a module of the same text would be another program.
 */
function buildsCode({ type, callee, name }: Node, field: string): boolean {
  const called = type === 'CallExpression' || type === 'NewExpression' ? bare(callee) : null;
  const makesFunction = isNode(called) && called.type === 'Identifier' && called.name === 'Function';
  return (
    type === 'WithStatement' ||
    makesFunction ||
    (type === 'Identifier' && (name === 'eval' || (name === 'await' && !/^(?:key|property)$/.test(field))))
  );
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
