import type { Random } from '../random.js';
import { latin1, type Member, rewritten, textAt } from '../tamperings/members.js';
import type { Honest } from '../tamperings/tampering.js';
import type { Injected } from './shape.js';
import { meaningOf, parseScript, type Script } from './syntax.js';

/** Text that stands for the one between two offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The edits of a script; none where there is nothing to edit. */
export type Editor = (script: Script, path: string) => readonly Edit[];

/**
 * Edits the first of the scripts, in an order left to chance, for which there are edits after which it parses and means something else;
 * null when there is none. So no case is a change in a comment, or one that nothing could run.
 */
export function editScript(
  { members }: Pick<Honest, 'members'>,
  random: Random,
  paths: readonly string[],
  edits: Editor,
): (Injected & { path: string }) | null {
  for (const path of random.shuffle(paths)) {
    const script = readScript(members, path);
    if (script === null) continue;
    const text = edited(script.text, edits(script, path));
    const after = parseScript(path, text);
    if (after === null || meaningOf(after) === meaningOf(script)) continue;
    return { members: rewritten(members, path, latin1(text)), paths: [path], path };
  }
  return null;
}

/** A script of the release as text; null where it is not UTF-8 or doesn't parse. */
export function readScript(members: readonly Member[], path: string): Script | null {
  const bytes = Buffer.from(textAt(members, path), 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? parseScript(path, text) : null;
}

/** Text with edits made; they must not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start)
    .reduce((all, { start, end, text: inner }) => all.slice(0, start) + inner + all.slice(end), text);
}

/** The edit that puts text in. */
export const insertion = (at: number, text: string): Edit => ({ start: at, end: at, text });
