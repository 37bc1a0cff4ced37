/** A range of a text as rows: its lines with their line feeds, and long ones broken where a statement or a part of one ends. */
export interface Rows {
  texts: string[];
  /** Offset of each row in the text, in UTF-16 units. */
  starts: number[];
}

/** More rows than this are not told apart: the last one holds the rest. */
const maximumRows = 400_000;
/** A longer line is broken: after what ends a statement or block, and after other signs where a piece is long. */
const longLine = 400;
const longPiece = 90;

const [strong, weak] = [1, 2];
const ends = new Uint8Array(128);
for (const sign of ';{}') ends[sign.charCodeAt(0)] = strong!;
for (const sign of ',>&|?:)') ends[sign.charCodeAt(0)] = weak!;

/** Rows of `text` from `start` to `end`. Joined they are that range, so that no difference is in none; an empty range is one row. */
export function rowsOf(text: string, start: number, end: number): Rows {
  const range = text.slice(start, end);
  const rows: Rows = { texts: [], starts: [] };
  const add = (from: number, to: number) => {
    rows.texts.push(range.slice(from, to));
    rows.starts.push(start + from);
  };
  for (let at = 0; at < range.length; ) {
    const found = range.indexOf('\n', at);
    const last = found === -1 || rows.texts.length >= maximumRows;
    const lineEnd = last ? range.length : found + 1;
    const from = lineEnd - at > longLine ? breakLine(range, at, lineEnd, add, rows) : at;
    add(from, lineEnd);
    at = lineEnd;
  }
  if (range === '') add(0, 0);
  return rows;
}

/** A row as it is shown, without its line feed. */
export const withoutEnd = (row: string): string => (row.endsWith('\n') ? row.slice(0, -1) : row);

/** Adds all pieces of a line but the last, and says where that begins. */
function breakLine(
  text: string,
  start: number,
  end: number,
  add: (from: number, to: number) => void,
  rows: Rows,
): number {
  let from = start;
  for (let at = start; at < end - 1 && rows.texts.length < maximumRows; at += 1) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? ends[code]! : 0;
    if (kind === 0 || (kind === weak && at - from < longPiece)) continue;
    // What closes or goes on behind a brace stays with it.
    if (code === 125 && /[;,)}]/.test(text[at + 1]!)) continue;
    if (text[at + 1] === '\n') break;
    add(from, at + 1);
    from = at + 1;
  }
  return from;
}
