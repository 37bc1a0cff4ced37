/** A piece of a script that is code: neither comment nor layout. */
export interface Token {
  kind: 'word' | 'number' | 'string' | 'regex' | 'template' | 'operator';
  text: string;
  start: number;
}

const lexemes = [
  ['layout', /\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/|^#!.*/y],
  ['word', /[A-Za-z_$\x80-\uffff][\w$\x80-\uffff]*/y],
  ['number', /0[xXbBoO][\da-fA-F_]+n?|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?n?|\.\d+(?:[eE][+-]?\d+)?/y],
  ['string', /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y],
  [
    'operator',
    /=>|\.\.\.|\?\.(?!\d)|(?:>>>|\*\*|<<|>>|&&|\|\||\?\?)=?|[!=]==?|\+\+|--|[-+*/%&|^<>]=?|[{}()[\];,.?:~!=@#]/y,
  ],
] as const;

const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const beforeRegex = /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof|await|yield)$/;

/**
 * The tokens of a script, told apart well enough to change one of them: a slash begins a regular expression where no operand
 * precedes it, and a template is one token with everything in it. Ends at what it can't read.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = next(text, at, tokens.at(-1));
    if (found === null) return tokens;
    if (found.kind !== 'layout') tokens.push({ kind: found.kind, text: found.text, start: at });
    at += found.text.length;
  }
  return tokens;
}

function next(text: string, at: number, last: Token | undefined) {
  if (text[at] === '`') {
    const end = templateEnd(text, at);
    return end === null ? null : { kind: 'template' as const, text: text.slice(at, end) };
  }
  const layout = match(lexemes[0][1], text, at);
  if (layout === null && text[at] === '/' && !isOperand(last)) {
    const found = match(regex, text, at);
    if (found !== null) return { kind: 'regex' as const, text: found };
  }
  for (const [kind, pattern] of lexemes) {
    const found = match(pattern, text, at);
    if (found !== null) return { kind, text: found };
  }
  return null;
}

function isOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'operator') return [')', ']', '}'].includes(token.text);
  return token.kind !== 'word' || !beforeRegex.test(token.text);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] || null;
}

/** Where a template ends that starts at `start`; templates inside its expressions count. */
function templateEnd(text: string, start: number): number | null {
  const open: ('`' | '{')[] = ['`'];
  for (let at = start + 1; at < text.length; at++) {
    const inText = open.at(-1) === '`';
    if (inText && text[at] === '\\') at += 1;
    else if (inText && text.startsWith('${', at)) {
      open.push('{');
      at += 1;
    } else if (text[at] === '`') {
      if (!inText) open.push('`');
      else open.pop();
      if (open.length === 0) return at + 1;
    } else if (!inText && text[at] === '{') open.push('{');
    else if (!inText && text[at] === '}') open.pop();
  }
  return null;
}
