import { actsOnLoad } from '../acts-on-load.js';
import { defineSignal } from '../signal.js';
import { placeIn } from '../unexplained-code.js';

/** Whether what is put in opens more than it closes, as a wrapper of another module format around all of a file does. */
const opens = (text: string) => (text.match(/[({[]/g)?.length ?? 0) > (text.match(/[)}\]]/g)?.length ?? 0);

/** Something that runs was put into a file that is otherwise what it should be. */
export const codeInserted = defineSignal({
  id: 'code-inserted',
  title: 'Code inserted into an accounted-for file',
  severity: 'high',
  looksAt:
    'Unexplained scripts that hold all of their counterpart and, besides, code that runs when the file is loaded.',
  detect({ code }) {
    const rewritten = code.filter(({ relation }) => relation === 'rewritten').length;
    const inserted = code.filter(({ relation }) => relation === 'inserted');
    // A build by other tools than the publisher's rewrites most files: then what is new in the others may be the tools' too.
    const faithful = rewritten <= inserted.length;
    return inserted.flatMap((file) => {
      const wrapped = file.pieces.length > 1 && opens(file.pieces[0]!.text);
      for (const piece of file.pieces) {
        const found = actsOnLoad(piece, file.text);
        if (found === null) continue;
        return [
          {
            path: file.path,
            ...placeIn(piece, found.at),
            severity: faithful && file.grave && !wrapped ? 'high' : 'medium',
            message: `${piece.text.trim().length} characters that only the release has ${found.what}`,
          } as const,
        ];
      }
      return [];
    });
  },
});
