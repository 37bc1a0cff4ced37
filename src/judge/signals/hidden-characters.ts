import { defineSignal } from '../signal.js';
import { placeIn, type UnexplainedCode } from '../unexplained-code.js';

/** Controls of direction, which make code read otherwise than it runs (CVE-2021-42574). */
const bidi = /[\u202a-\u202e\u2066-\u2069]/;
/** Characters of no width inside a line, Hangul fillers, which are names, and tags. */
const invisible = /[\u200b\u2060\u2061-\u2064\u115f\u1160\u3164\uffa0\u{e0000}-\u{e007f}]|(?!^)\ufeff/u;
/** A row of variation selectors spells out bytes that no editor shows. */
const selectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8}/u;

/** Letters that look Latin and aren't, in one word with some that are. */
const mixed = /[A-Za-z_$][\u0370-\u052f]|[\u0370-\u052f][A-Za-z_$]/;

const kinds = [
  { what: 'a row of variation selectors, which can carry code', pattern: selectors, severity: 'high' },
  { what: 'controls of text direction', pattern: bidi, severity: 'medium' },
  { what: 'invisible characters', pattern: invisible, severity: 'medium' },
  { what: 'Greek or Cyrillic letters in Latin words', pattern: mixed, severity: 'low' },
] as const;

/** Characters that a reader of the code doesn't see. */
export const hiddenCharacters = defineSignal({
  id: 'hidden-characters',
  title: 'Characters that hide code',
  severity: 'medium',
  looksAt:
    'Text that is only in the release, of unexplained code; never a kind of character that its counterpart has too.',
  detect: ({ code }) => code.flatMap((file) => kinds.flatMap((kind) => inFile(file, kind))),
});

function inFile(
  { path, pieces, before }: UnexplainedCode,
  { what, pattern, severity }: (typeof kinds)[number],
) {
  for (const piece of pieces) {
    const at = piece.text.search(pattern);
    if (at === -1) continue;
    if (before !== null && pattern.test(before)) return [];
    return [{ path, ...placeIn(piece, at), severity, message: `the code holds ${what}` }];
  }
  return [];
}
