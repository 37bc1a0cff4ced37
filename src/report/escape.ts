import { markLookalikes } from './lookalikes.js';

/**
 * What a terminal or a reader must never be given raw: controls (C0, C1), formats (bidi, zero width, tags), lone surrogates,
 * line and paragraph separators, blanks that are no plain space, unassigned and private-use code points, and everything that
 * Unicode calls default-ignorable (fillers, variation selectors). U+2800 is a blank that no class knows.
 * The classes follow Unicode TR 36 and "Trojan Source" (Boucher and Anderson, 2021).
 */
const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
const everyHidden = new RegExp(hidden.source, 'gu');

/** More marks than this on one letter climb over the lines above. */
const marks = /(\p{M}{2})(\p{M}+)/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Characters of the longest text that one call returns, unless told. */
const defaultLimit = 500;

/**
 * Makes text of unknown origin fit to print on one line: what is hidden becomes `\u202e` (or `\u{e0041}`, `\n`, `\r`, `\t`), a letter
 * that looks like another is marked, and what is longer than `limit` UTF-16 units ends with `…`. Text that holds none of it comes back as it is; a
 * backslash that stood there already is left alone, so the form is for reading and can't be turned back.
 */
export function escapeText(text: string, limit: number = defaultLimit): string {
  const head = text.length > limit + 1 ? wholeCharacters(text.slice(0, limit + 1)) : text;
  const safe = markLookalikes(head)
    .replace(everyHidden, (character) => short[character] ?? codeUnit(character))
    .replace(marks, (_, kept: string, more: string) => kept + [...more].map(codeUnit).join(''));
  return safe.length <= limit ? safe : `${wholeCharacters(safe.slice(0, limit - 1))}…`;
}

/**
 * The same for text that is JSON already: hidden characters and lookalikes become JSON's own escapes, so that it parses to the same value.
 * Line breaks are layout there, and stay.
 */
export function escapeJson(json: string): string {
  return json
    .split('\n')
    .map((line) => markLookalikes(line, jsonEscape))
    .join('\n')
    .replace(everyHidden, (character) => (character === '\n' ? character : jsonEscape(character)));
}

const jsonEscape = (character: string): string =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');

function codeUnit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A cut between the halves of a surrogate pair would leave a lone one. */
const wholeCharacters = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');
