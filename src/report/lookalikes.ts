/**
 * Letters that are drawn like Latin ones, of the scripts that share most with it (Unicode TS 39, confusables.txt): Cyrillic, Greek and
 * Coptic, Armenian; of Cherokee and Lisu all are taken for such.
 */
const lookalike =
  /[\u0405\u0406\u0408\u0410\u0412\u0415\u0417\u041a\u041c-\u041e\u0420-\u0423\u0425\u042c\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0474\u0475\u04ae\u04af\u04bb\u04c0\u04cf\u0501\u050c\u051b-\u051d\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03b3\u03b9\u03ba\u03bd\u03bf\u03c1\u03c3\u03c5\u03c7\u03f2\u03f3\u03f9\u2c82\u2c85\u2c8e\u2c92\u2c94\u2c98\u2c9a\u2c9e\u2c9f\u2ca2\u2ca3\u2ca4\u2ca5\u2ca6\u2ca8\u2cac\u054d\u054f\u0555\u0561\u0563\u0566\u0570\u0578\u057c\u057d\u0581\u0582\u0584\u0585\u0580\p{Script=Cherokee}\p{Script=Lisu}]/u;
const everyLookalike = new RegExp(lookalike.source, 'gu');

/** The same scripts, to know a line that is really written in one of them. */
const scripts = ['Cyrillic', 'Greek', 'Coptic', 'Armenian', 'Cherokee', 'Lisu'].map(
  (name) => new RegExp(`\\p{Script=${name}}`, 'u'),
);

const word = /[\p{L}\p{M}\p{N}_$]+/gu;

/** Latin letters and digits in another dress (full width, mathematical, Roman numerals): they become plain ones when normalized. */
const dressed = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2160-\u217f]|[\u{1d400}-\u{1d7ff}]/gu;

/** Signs that are drawn like those of programming languages: ; \` ! | : / and the Latin letters that are drawn like a and g. */
const signs = /[\u037e\u1fef\u01c3\u01c0\ua789\u2215\u2044\u29f8\u0251\u0261]/g;

const mark = (character: string): string =>
  `‹U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;

/**
 * Marks letters and signs that are there to be taken for others: `‹U+0430›` for a Cyrillic a in a word with Latin letters, or in a line
 * that is not written in Cyrillic; and the signs that are drawn like `;`, `!` and `/`. Text in any one script comes back as it is.
 */
export function markLookalikes(text: string, as: (character: string) => string = mark): string {
  // Nearly all text has none, and is told by this alone: Latin, and the arrows and marks of our own.
  if (!/[^\u0000-\u01bf\u2013-\u2026\u2190-\u21ff\u2713-\u2718]/.test(text)) return text;
  const written = scripts.filter((script) =>
    [...text].some((letter) => script.test(letter) && !lookalike.test(letter)),
  );
  const isForeign = (letter: string): boolean => !written.some((script) => script.test(letter));
  return text.replace(signs, as).replace(word, (whole) => {
    const mixed = /[A-Za-z]/.test(whole);
    const plain = mixed ? whole.replace(dressed, as) : whole;
    return plain.replace(everyLookalike, (letter) => (mixed || isForeign(letter) ? as(letter) : letter));
  });
}
