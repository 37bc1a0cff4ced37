import { escapeText } from '../escape.js';

/** Characters of a name, a message, an excerpt that are shown. */
const longest = 300;

/**
 * Text of unknown origin as code: there nothing is a mention, a reference, a link, an image, markup of HTML or a command of the
 * platform. The marks are one longer than any run of them inside, so that it can't end early.
 */
export function code(text: string): string {
  const inside = escapeText(text, longest).replace(/ {2,}/g, ' ').trim();
  if (inside === '') return '`(empty)`';
  const marks = '`'.repeat(longestRun(inside) + 1);
  const pad = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return `${marks}${pad}${inside}${pad}${marks}`;
}

/** A plain word with what punctuation puts around it, or a number. Everything else in a sentence is shown as code. */
const plainWord = /^\(?(?:[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d,]*)\)?[.,;:?!]?$/;

/** A sentence of unknown origin: plain words stay, everything else (names, paths, addresses, markup) becomes code. */
export function prose(text: string): string {
  const parts: { words: string[]; plain: boolean }[] = [];
  for (const word of escapeText(text, 2 * longest)
    .split(' ')
    .filter((each) => each !== '')) {
    const plain = plainWord.test(word) && !/^\d+[.)]$/.test(word);
    const last = parts.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else parts.push({ words: [word], plain });
  }
  return parts.map(({ words, plain }) => (plain ? words.join(' ') : code(words.join(' ')))).join(' ');
}

/** Lines as a block of code below an item of a list. A fence inside can't end it. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].map((each) => `  ${each}`).join('\n');
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
