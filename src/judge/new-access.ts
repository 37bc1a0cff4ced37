import { type Access, accessesIn, weightOf } from './access.js';
import { type Piece, plainText } from './added-text.js';
import { withoutComments } from './comments.js';
import type { UnexplainedCode } from './unexplained-code.js';

/** What unexplained code reaches for and what it stands for does not. */
export interface NewAccess {
  accesses: Access[];
  weight: number;
  /** Piece that the first of them, and the weightiest, is in. */
  piece: Piece;
  at: number;
}

/**
 * What a script reaches for beyond its counterpart. Of what was put into an otherwise equal file, or in its place, everything counts; of a file that
 * differs all over, as one built by another tool does, only words that the counterpart has nowhere; of a file without counterpart, those
 * that no code has that is accounted for. Null when there is none.
 */
export function newAccess(code: UnexplainedCode, accounted: Iterable<Buffer>): NewAccess | null {
  const { relation, pieces, before } = code;
  let found = pieces.flatMap((piece) =>
    accessesIn(withoutComments(piece.text)).map((access) => ({ piece, access })),
  );
  if (before !== null && relation === 'rewritten')
    found = found.filter(({ access }) => !before.includes(access.word));
  if (relation === 'whole')
    for (const bytes of accounted) {
      if (found.length === 0) break;
      found = found.filter(({ access }) => !uses(bytes, access));
    }
  if (found.length === 0) return null;
  const heaviest = found.reduce((best, one) =>
    weightOf([one.access]) > weightOf([best.access]) ? one : best,
  );
  const accesses = found.map(({ access }) => access);
  return { accesses, weight: weightOf(accesses), piece: heaviest.piece, at: heaviest.access.at };
}

/** Whether code reaches for the same: a word of an address or a comment is no use. */
function uses(code: Buffer, { kind, word }: Access): boolean {
  if (!code.includes(word)) return false;
  return accessesIn(withoutComments(plainText(code))).some(
    (access) => access.kind === kind && access.word === word,
  );
}
