import { lineStart } from '../added-text.js';
import { defineSignal, type SignalHit } from '../signal.js';
import { placeIn, type UnexplainedCode } from '../unexplained-code.js';

/** So many blanks within a line, or as its indentation, push what follows them out of any window. */
const gap = /(?:\S[ \t\u00a0\u3000]{120,}|^[ \t\u00a0\u3000]{250,})(?=(\S.{0,200}))/gm;

/** What may well stand far to the right: comments, the rest of a drawing, continued lines. */
const quiet = /^(?:\/\/|\/\*|\*|#|["'`|\\+,;)\]}]+\s*(?:$|[+,;]))/;
const isCodeLike = (text: string) => !quiet.test(text) && /[(=;]/.test(text);
const isOffScreen = (text: string) => [...text.matchAll(gap)].some(({ 1: rest }) => isCodeLike(rest!));

/** Characters of the same line before a piece that are looked at with it. */
const lead = 300;

/** Code where nobody looks: to the right of the window, behind blanks. */
export const codeOffScreen = defineSignal({
  id: 'code-off-screen',
  title: 'Code off the screen',
  severity: 'high',
  looksAt:
    'Text that is only in the release, behind 120 blanks or more on a line; never where its counterpart has such lines too.',
  detect: ({ code }) =>
    code.flatMap((file) => {
      const hits = firstHit(file);
      return hits.length > 0 && file.before !== null && isOffScreen(file.before) ? [] : hits;
    }),
});

function firstHit({ path, pieces, text, grave }: UnexplainedCode): SignalHit[] {
  for (const piece of pieces) {
    const start = Math.max(lineStart(text, piece.at), piece.at - lead);
    const shown = { text: text.slice(start, piece.at + piece.text.length), line: piece.line, at: start };
    for (const { 0: blanks, 1: rest, index } of shown.text.matchAll(gap)) {
      const at = index + blanks.length;
      if (start + at < piece.at || !isCodeLike(rest!)) continue;
      return [
        {
          path,
          line: placeIn(shown, at).line,
          excerpt: rest!,
          // A build that made the file makes its layout too: where nobody could build it, it is no alarm.
          severity: grave ? 'high' : 'medium',
          message: `code behind ${blanks.length - (/\S/.test(blanks) ? 1 : 0)} blanks, where no window shows it`,
        },
      ];
    }
  }
  return [];
}
