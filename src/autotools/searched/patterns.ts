/** A pattern that a line searches files with. */
export interface SearchPattern {
  /** As it is written. */
  written: string;
  expression: RegExp;
}

/** Patterns of less say too little, and longer ones are not understood. */
const length = { least: 4, most: 200 };
const search = /\b(?:[ef]?grep|awk|sed|ack|rg)\b[^\n]{0,120}?(?:"([^"\n]+)"|'([^'\n]+)')/g;

const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  xdigit: '0-9A-Fa-f',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
};

/** Patterns with which lines of shell search. What is not understood, or could take long to look for, is left out. Pure. */
export function searchPatterns(text: string): SearchPattern[] {
  const found = new Map<string, SearchPattern>();
  for (const [, double, single] of text.matchAll(search)) {
    const written = double ?? single ?? '';
    if (found.has(written)) continue;
    const expression = expressionOf(written);
    if (expression !== null) found.set(written, { written, expression });
  }
  return [...found.values()];
}

/**
 * A pattern of grep, basic or extended, as an expression of ours; null for what it has besides characters, sets and counts, and for what repeats in more
 * than one place without a fixed count: somebody hostile wrote it, and it must not take long.
 */
function expressionOf(text: string): RegExp | null {
  // m4 takes brackets for quotes, and some are doubled for it.
  const written = text.replace(/\[{2,4}(:\w+:)\]{2,4}/g, '[[$1]]');
  if (written.length < length.least || written.length > length.most) return null;
  let source = '';
  let [weight, loose] = [0, 0];
  for (let at = 0; at < written.length; ) {
    const rest = written.slice(at);
    const set = /^\[(\^?)((?:\[:\w+:\]|[^\]\\[])+)\]/.exec(rest);
    const count = /^(?:\\?\{(\d{1,2})\\?\}|([*+?])|\\?\{\d{0,2},\d{0,2}\\?\})/.exec(rest);
    const [char = ''] = rest;
    if (set !== null) {
      const inner = set[2]!.replace(/\[:(\w+):\]/g, (_, name: string) => classes[name] ?? '');
      if (inner === '') return null;
      source += `[${set[1]}${inner}]`;
      weight += 1;
      at += set[0].length;
    } else if (count !== null && source !== '' && source !== '^') {
      if (count[1] === undefined) loose += 1;
      source += count[1] === undefined ? count[0].replaceAll('\\', '') : `{${count[1]}}`;
      weight += Number(count[1] ?? 0);
      at += count[0].length;
    } else if (char === '^' && at === 0) {
      source += '^';
      at += 1;
    } else if (char === '$') {
      // A variable of the shell could be anything.
      if (at !== written.length - 1) return null;
      source += '$';
      at += 1;
    } else if (char === '.') {
      source += '.';
      at += 1;
    } else if (/[\w #%&,:;<=>@~!/"'-]/.test(char)) {
      source += char.replace('/', '\\/');
      weight += 1;
      at += 1;
    } else if (/^\\[.*$^[\]/+?-]/.test(rest)) {
      source += rest.slice(0, 2);
      weight += 1;
      at += 2;
    } else return null;
  }
  if (weight < length.least || loose > 1) return null;
  try {
    return new RegExp(source, 'm');
  } catch {
    return null;
  }
}
