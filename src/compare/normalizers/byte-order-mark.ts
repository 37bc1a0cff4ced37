import { isDocument } from '../document.js';
import { defineNormalizer } from '../normalizer.js';
import { mayBeCommonJs, sameNamedExports } from '../script/commonjs-exports.js';
import { hasHashbang, isBinary } from './text-kinds.js';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const hasMark = (bytes: Buffer) => bytes.subarray(0, 3).equals(mark);

/** A UTF-8 byte order mark at the start. JSON is left out: JSON.parse refuses a file that begins with one. */
export const byteOrderMark = defineNormalizer({
  name: 'byte-order-mark',
  version: 2,
  needsProof: false,
  makesEqual: 'One UTF-8 byte order mark at the start of a script, style sheet, page or document.',
  mayHide: 'A change only a program that reads the file as bytes can see.',
  applies: (path) =>
    /\.(?:js|cjs|mjs|jsx|ts|cts|mts|tsx|flow|css|scss|less|html?|md|markdown)$/i.test(path) ||
    isDocument(path),
  normalize({ entry: { path }, release, reference }) {
    if (hasMark(release) === hasMark(reference) || isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [release, reference].map((bytes) => (hasMark(bytes) ? bytes.subarray(3) : bytes));
    // With the mark before it, `#!` names no interpreter and is not a comment either.
    if (hasHashbang(left!)) return null;
    // Node's reader of CommonJS exports takes the mark for a part of the first word, and doesn't see `exports` there.
    const marked = (hasMark(release) ? release : reference).toString();
    if (mayBeCommonJs(path) && !sameNamedExports(marked, marked.slice(1))) return null;
    const side = hasMark(release) ? 'release' : 'reference';
    return { release: left!, reference: right!, detail: `byte order mark in the ${side} only` };
  },
});
