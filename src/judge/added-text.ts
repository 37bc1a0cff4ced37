import { commonEnds } from '../compare/common-ends.js';

/** Text of a release's file that its counterpart lacks. */
export interface Piece {
  text: string;
  /** Line on which it begins, 1-based. */
  line: number;
  /** Index in the file's text. */
  at: number;
}

/** How a file relates to its counterpart. */
export interface AddedText {
  /** `inserted`: all of the counterpart is there, in its order, and more. */
  relation: 'inserted' | 'rewritten';
  pieces: Piece[];
}

/** A line end is a line end, and a mark at the start is none of the text. */
export const plainText = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n');

/** Mean length of lines from which a file counts as minified, and is cut at statements instead. */
const longLines = 400;

/** Shortest line that counts as kept when something was written before or behind it. */
const telling = 8;

/**
 * What a file has and its counterpart hasn't. Numbers that stamping changes don't count. Linear in both: where more than insertions
 * happened, the pieces are the lines that the counterpart has nowhere. Null when nothing was added.
 */
export function addedText(release: string, counterpart: string): AddedText | null {
  const { head, tail } = commonEnds(release, counterpart);
  if (head + tail === release.length) return null;
  if (head + tail === counterpart.length) {
    const at = slid(release, head, release.length - tail);
    const text = release.slice(at, at + release.length - tail - head);
    return { relation: 'inserted', pieces: [{ text, line: lineOf(release, at), at }] };
  }
  const start = lineStart(release, head);
  const [ours, theirs] = [units(release.slice(start)), units(counterpart.slice(start))];
  const line = lineOf(release, start);
  const inserted = insertions(ours, theirs);
  if (inserted !== null)
    return inserted.length === 0
      ? null
      : { relation: 'inserted', pieces: joined(inserted, start, line, release) };
  const known = new Set(theirs.map(stamped));
  const added: Insertion[] = [];
  let at = 0;
  for (const text of ours) {
    if (text.trim() !== '' && !known.has(stamped(text))) added.push({ text, at });
    at += text.length;
  }
  return { relation: 'rewritten', pieces: joined(added, start, line, release) };
}

/** Moves an insertion to the nearest start of a line, else of a statement, to which it could be moved without changing the file. */
function slid(text: string, start: number, end: number): number {
  let statement: number | null = null;
  for (let at = start, moved = 0; moved < 400; at -= 1, moved += 1) {
    const before = text[at - 1];
    if (before === undefined || before === '\n') return at;
    if (before === ';' || before === '}') statement ??= at;
    if (before !== text[at - 1 + (end - start)]) break;
  }
  return statement ?? start;
}

/** Lines with their ends; statements of a minified file. */
function units(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return text.length / lines.length > longLines ? text.split(/(?<=[\n;{}])/) : lines;
}

/** A line without its layout and numbers. */
const stamped = (line: string): string => line.trim().replace(/\d+/g, '0');

interface Insertion {
  text: string;
  at: number;
}

/** What was put between, before and behind the counterpart's lines; null when one of these is gone. */
function insertions(ours: readonly string[], theirs: readonly string[]): Insertion[] | null {
  const found: Insertion[] = [];
  let next = 0;
  let at = 0;
  const skipBlank = () => {
    while (next < theirs.length && theirs[next]!.trim() === '') next += 1;
  };
  skipBlank();
  for (const text of ours) {
    const line = text.trim();
    if (line !== '') {
      const wanted = next < theirs.length ? theirs[next]!.trim() : null;
      if (wanted !== null && (line === wanted || stamped(line) === stamped(wanted))) {
        next += 1;
        skipBlank();
      } else {
        const kept = wanted !== null && wanted.length >= telling;
        const { head, tail } = kept ? commonEnds(line, wanted) : { head: 0, tail: 0 };
        if (kept && head + tail >= wanted.length) {
          const offset = at + text.indexOf(line) + head;
          found.push({ text: line.slice(head, line.length - (wanted.length - head)), at: offset });
          next += 1;
          skipBlank();
        } else found.push({ text, at });
      }
    }
    at += text.length;
  }
  return next < theirs.length ? null : found;
}

/** Neighbours as one piece, with their lines in the file. */
function joined(found: readonly Insertion[], start: number, firstLine: number, file: string): Piece[] {
  const pieces: Piece[] = [];
  let line = firstLine;
  let counted = start;
  let end = -1;
  for (const { text, at } of found) {
    if (end === at) pieces.at(-1)!.text += text;
    else {
      for (let from = file.indexOf('\n', counted); from !== -1 && from < start + at; ) {
        line += 1;
        counted = from + 1;
        from = file.indexOf('\n', counted);
      }
      pieces.push({ text, line, at: start + at });
    }
    end = at + text.length;
  }
  return pieces;
}

/** Where the line begins that an index of a text is on: `lastIndexOf` takes -1 for 0, where a line end may be. */
export const lineStart = (text: string, at: number): number =>
  at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;

/** The line that an index of a text is on, 1-based. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let from = text.indexOf('\n'); from !== -1 && from < at; from = text.indexOf('\n', from + 1))
    line += 1;
  return line;
}
