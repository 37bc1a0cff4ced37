import { isBinary } from '../../compare/normalizers/text-kinds.js';
import { isCode } from '../kinds.js';
import { defineSignal, type SignalHit } from '../signal.js';

/** Controls of direction, which make code read otherwise than it runs (CVE-2021-42574). */
const bidi = /[\u202a-\u202e\u2066-\u2069]/;
/** Characters of no width inside a line, Hangul fillers, which are names, and tags. */
const invisible = /[\u200b\u2060\u2061-\u2064\u115f\u1160\u3164\uffa0\u{e0000}-\u{e007f}]|(?!^)\ufeff/u;
/** A row of variation selectors spells out bytes that no editor shows. */
const selectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8}/u;

const perFile = 5;

/** Characters that a reader of the code doesn't see. */
export const hiddenCharacters = defineSignal({
  id: 'hidden-characters',
  title: 'Characters that hide code',
  severity: 'medium',
  looksAt:
    'Unexplained code: in the lines that are only in the release, or in all of it where no difference could be made.',
  detect({ comparison, contents }) {
    return comparison.entries.flatMap(({ path, evidence, difference }) => {
      if (evidence.kind !== 'none' || !isCode(path)) return [];
      const whole = difference === null || difference.truncated || difference.kind !== 'text';
      const bytes = contents.get(path);
      if (whole)
        return bytes === undefined || isBinary(bytes)
          ? []
          : inLines(path, bytes.toString('utf8').split('\n'), true);
      return inLines(
        path,
        difference.lines.flatMap(({ sign, text }) => (sign === '+' ? [text] : [])),
        false,
      );
    });
  },
});

function inLines(path: string, lines: readonly string[], numbered: boolean): SignalHit[] {
  const hits: SignalHit[] = [];
  for (const [index, text] of lines.entries()) {
    const what = selectors.test(text)
      ? 'a row of variation selectors, which can carry code'
      : bidi.test(text)
        ? 'controls of text direction'
        : invisible.test(text)
          ? 'invisible characters'
          : null;
    if (what === null) continue;
    const at = text.search(selectors.test(text) ? selectors : bidi.test(text) ? bidi : invisible);
    hits.push({
      path,
      ...(numbered ? { line: index + 1 } : {}),
      excerpt: text.slice(Math.max(0, at - 40), at + 120),
      message: `the code holds ${what}`,
      severity: what.startsWith('a row') ? 'high' : 'medium',
    });
    if (hits.length === perFile) break;
  }
  return hits;
}
