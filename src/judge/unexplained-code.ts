import { fileKind } from '../compare/magic.js';
import { isBinary } from '../compare/normalizers/text-kinds.js';
import type { Comparison } from '../compare/schema.js';
import { addedText, lineOf, lineStart, type Piece, plainText } from './added-text.js';
import { isSearched } from './contents.js';
import { isCode } from './kinds.js';
import { renamedEntries } from './renamed.js';
import { isAnotherProgram } from './replaced.js';

/** Code without evidence, and which of it is new. */
export interface UnexplainedCode {
  path: string;
  /**
   * `whole`: it has no counterpart, all of it counts. `inserted`: something was put into its counterpart. `rewritten`: it differs
   * otherwise, as after a build with another tool; the pieces are what the counterpart has nowhere. `replaced`: it is another program than
   * its counterpart, where an honest release would have that one.
   */
  relation: 'whole' | 'inserted' | 'rewritten' | 'replaced';
  /**
   * An honest release would have the counterpart's text here, or no such file: it was compared with a rebuild, or with a source that is
   * published as it stands. What was never built may be anything.
   */
  grave: boolean;
  pieces: readonly Piece[];
  /** The file, and its counterpart; null when it has none. */
  text: string;
  before: string | null;
}

/** Bytes of one script and of all that are looked into, counterparts included. */
const limits = { file: 12 * 2 ** 20, all: 32 * 2 ** 20 } as const;

/** Characters from which a counterpart is more than a stub that a build fills in. */
const substantial = 40;

/** What unexplained code is told from. */
export interface UnexplainedCodeInput {
  comparison: Comparison;
  acting: ReadonlyMap<string, string>;
  expected: ReadonlySet<string>;
  rebuilt: boolean;
  contents: ReadonlyMap<string, Buffer>;
  counterparts: ReadonlyMap<string, Buffer>;
}

/**
 * Unexplained scripts, as far as they could be read. Declarations and data are not among them, and a file whose counterpart could not
 * be read isn't either: nobody knows what of it is new.
 */
export function unexplainedCode(input: UnexplainedCodeInput): UnexplainedCode[] {
  const { comparison, acting, expected, rebuilt, contents, counterparts } = input;
  const renamed = renamedEntries(comparison);
  let left: number = limits.all;
  return comparison.entries.flatMap((entry): UnexplainedCode[] => {
    const { path, phantom, evidence, difference } = entry;
    const bytes = contents.get(path);
    if (evidence.kind !== 'none' || !acting.has(path) || !(isCode(path) || isSearched(entry))) return [];
    if (bytes === undefined || isBinary(bytes) || fileKind(bytes) !== null) return [];
    const counterpart = counterparts.get(path);
    const size = bytes.length + (counterpart?.length ?? 0);
    if (bytes.length > limits.file || size > left || (!phantom && counterpart === undefined)) return [];
    left -= size;
    const text = plainText(bytes);
    if (phantom || counterpart === undefined) {
      const grave = rebuilt && !expected.has(path) && !renamed.has(path);
      return [{ path, relation: 'whole', grave, pieces: [{ text, line: 1, at: 0 }], text, before: null }];
    }
    const before = plainText(counterpart);
    const added = addedText(text, before);
    if (added === null) return [];
    const grave = (rebuilt && difference?.against === 'rebuild') || isPlainSource(comparison, path);
    if (grave && added.relation === 'rewritten' && isAnotherProgram(text, before))
      return [{ path, relation: 'replaced', grave, pieces: [{ text, line: 1, at: 0 }], text, before }];
    const relation = before.trim().length < substantial ? 'rewritten' : added.relation;
    return [{ path, relation, pieces: added.pieces, grave, text, before }];
  });
}

/** Whether all other code of a release is as the source has it, so that nothing of it was built. */
function isPlainSource({ entries }: Comparison, path: string): boolean {
  const others = entries.filter((entry) => entry.path !== path && isCode(entry.path));
  const fromSource = others.filter(
    ({ evidence }) =>
      evidence.kind === 'source' || (evidence.kind === 'equivalent' && evidence.to === 'source'),
  );
  return others.length > 0 && fromSource.length === others.length;
}

/** Place of something in a piece, for a finding. */
export function placeIn({ text, line }: Piece, at: number): { line: number; excerpt: string } {
  const start = lineStart(text, at);
  const from = Math.max(start, at - 40);
  const end = text.indexOf('\n', at);
  return {
    line: line + lineOf(text, at) - 1,
    excerpt: text.slice(from, Math.min(end === -1 ? text.length : end, from + 200)).trim(),
  };
}
