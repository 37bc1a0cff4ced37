/** What the text of a script tells of one part of a string. */
export type Part =
  | { kind: 'text'; text: string }
  /** Known at run time only. */
  | { kind: 'unknown' }
  /** The folder of the script itself: `__dirname`. */
  | { kind: 'here' };

/** A string that a script may make of several, read off its text. */
export interface Chain {
  parts: Part[];
  /** Where in the script it begins. */
  at: number;
  /** It was put together by a function that joins paths. */
  joined: boolean;
  /** It is a sum of several. */
  sum: boolean;
}

/** Characters that one literal, and one expression between literals, may have; what is longer counts as unknown. */
const longest = { literal: 400, expression: 200 };
const start = /['"`]|\b(?:join|resolve)\s*\(/g;

/**
 * The sums, templates and joined paths among the strings of a script: `'./a/' + x`, `` `./a/${x}.js` ``, `join(__dirname, 'a', x)`,
 * `'a/'.concat(x)`; literals alone too. Read from each quote on as if it opened a string, so that a quote in a comment or regular
 * expression hides nothing. Linear: what is read from one place is bounded.
 */
export function* chains(script: string): Generator<Chain> {
  let done = 0;
  for (const { 0: token, index } of script.matchAll(start)) {
    if (index < done) continue;
    const quoted = token.length === 1;
    const read = quoted ? sum(script, index) : joined(script, index + token.length);
    if (read === null) continue;
    const parts = quoted ? [...leading(script, index), ...read.parts] : read.parts;
    const simple = parts.length === 1;
    // Strings within a path are read as part of it, those of a literal alone again and again as what they are.
    if (!simple && quoted) done = read.end;
    yield { parts: merged(parts), at: index, joined: !quoted, sum: quoted && !simple };
  }
}

interface Read {
  parts: Part[];
  end: number;
}

/** What a string is added to. */
function leading(script: string, at: number): Part[] {
  let plus = at - 1;
  while (at - plus < 100 && isSpace(script[plus])) plus--;
  if (script[plus] !== '+') return [];
  return [here.test(script.slice(Math.max(0, plus - 100), plus)) ? { kind: 'here' } : { kind: 'unknown' }];
}

const isSpace = (sign: string | undefined) => sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t';

const here =
  /(?:\b__dirname|\bimport\.meta\.dirname|\bdirname\s*\(\s*(?:__filename|import\.meta\.filename|(?:\w+\.)?fileURLToPath\s*\(\s*import\.meta\.url\s*\))\s*\))\s*$/;

/** Operands with `+` between, or given to `concat`. */
function sum(text: string, at: number): Read | null {
  const parts: Part[] = [];
  let first = operand(text, at);
  if (first === null) return null;
  for (let end = first.end; ; end = first.end) {
    parts.push(...first.parts);
    const next = skipSpace(text, end);
    const plus = text[next] === '+' && text[next + 1] !== '+';
    const concat = text.startsWith('.concat(', next);
    if (parts.length > 64 || !(plus || concat)) return { parts, end };
    first = operand(text, skipSpace(text, next + (concat ? 8 : 1)));
    if (first === null) return { parts: [...parts, { kind: 'unknown' }], end };
  }
}

/** The arguments of `join` or `resolve`, with slashes between. */
function joined(text: string, at: number): Read | null {
  const parts: Part[] = [];
  for (let end = at; ; ) {
    const argument = sum(text, skipSpace(text, end));
    if (argument === null) return parts.length === 0 ? null : { parts: [...parts, { kind: 'unknown' }], end };
    if (parts.length > 0) parts.push({ kind: 'text', text: '/' });
    parts.push(...argument.parts);
    end = skipSpace(text, argument.end);
    if (text[end] !== ',' || parts.length > 64) return { parts, end };
    end = skipSpace(text, end + 1);
    if (text[end] === ')') return { parts, end };
  }
}

function operand(text: string, at: number): Read | null {
  const quote = text[at];
  if (quote === '`') return template(text, at);
  if (quote === '"' || quote === "'") return literal(text, at, quote);
  const end = skipExpression(text, at);
  if (end === at) return null;
  const expression = text.slice(at, end);
  return { parts: [here.test(expression) ? { kind: 'here' } : { kind: 'unknown' }], end };
}

function literal(text: string, at: number, quote: string): Read | null {
  for (let end = at + 1; end < text.length && end - at <= longest.literal; end++) {
    if (text[end] === '\n') return null;
    if (text[end] === '\\') end++;
    else if (text[end] === quote)
      return { parts: [{ kind: 'text', text: text.slice(at + 1, end) }], end: end + 1 };
  }
  return null;
}

function template(text: string, at: number): Read | null {
  const parts: Part[] = [];
  let from = at + 1;
  for (let end = from; end < text.length && end - at <= 2 * longest.literal; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '`')
      return { parts: [...parts, { kind: 'text', text: text.slice(from, end) }], end: end + 1 };
    else if (text[end] === '$' && text[end + 1] === '{') {
      const close = skipExpression(text, end + 2);
      const expression = text.slice(end + 2, close);
      parts.push({ kind: 'text', text: text.slice(from, end) });
      parts.push(here.test(expression) ? { kind: 'here' } : { kind: 'unknown' });
      // An expression that is too long to be passed over: the rest of the template is not known.
      if (text[close] !== '}') return { parts, end: close };
      end = close;
      from = close + 1;
    }
  }
  return parts.length === 0 ? null : { parts: [...parts, { kind: 'unknown' }], end: from };
}

/** White space and comments: 400 characters of it at most. */
function skipSpace(text: string, at: number): number {
  let end = at;
  while (end - at < 400) {
    if (isSpace(text[end])) end++;
    else if (text[end] === '/' && text[end + 1] === '*') {
      const close = text.slice(end, end + 400).indexOf('*/', 2);
      if (close === -1) return end;
      end += close + 2;
    } else return end;
  }
  return end;
}

const opens = '([{';
const closes = ')]}';
/** Ends an expression where no bracket is open. */
const ends = new Set(['+', ',', ';', '?', ':', '=', '&', '|', '<', '>', '\n', '\r']);

/** The end of an expression without operators; `at` where there is none. */
function skipExpression(text: string, at: number): number {
  let depth = 0;
  const limit = Math.min(text.length, at + longest.expression);
  for (let end = at; end < limit; end++) {
    const sign = text[end]!;
    if (sign === '"' || sign === "'" || sign === '`') {
      if (depth === 0) return end;
      const inner = sign === '`' ? null : literal(text, end, sign);
      if (inner !== null) end = inner.end - 1;
    } else if (opens.includes(sign)) depth++;
    else if (closes.includes(sign)) {
      if (depth === 0) return end;
      depth--;
    } else if (depth === 0 && ends.has(sign)) return end;
  }
  return limit;
}

/** Texts side by side are one text. */
function merged(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      all[all.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind !== 'text' || part.text !== '') all.push(part);
  }
  return all;
}
