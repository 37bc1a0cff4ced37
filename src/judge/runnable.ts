/** Begins what no JavaScript program begins with: a heading, markup, the first key of a JSON object, two words of prose, no character at all. */
const noProgram = [
  /^#(?!!)/,
  /^<(?!!--)/,
  /^\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:/,
  // No keyword is capitalised, and after a name only an operator can be a word.
  /^[A-Z]\w*[ \t]+(?!(?:in|instanceof|of|as|is|satisfies)\b)\w/,
  /^[\u0000-\u0008\u000e-\u001f\ufffd]/,
];

/**
 * Whether a file that is given to a JavaScript engine under any name could run. `require` takes every ending that it doesn't know for a
 * script's; a file that can't be parsed does nothing. Looks at the first characters alone.
 */
export function couldRunAsScript(content: Buffer): boolean {
  const start = content
    .toString('utf8', 0, 1_024)
    .replace(/^\ufeff/, '')
    .trimStart();
  return !noProgram.some((pattern) => pattern.test(start));
}
