import { defineNormalizer } from '../normalizer.js';
import { hasHashbang, isBinary, readsAnyLineEnd } from './text-kinds.js';

const withLineFeeds = (bytes: Buffer): Buffer =>
  bytes.includes(0x0d) ? Buffer.from(bytes.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1') : bytes;

/** A CR at the end of a `#!` line is part of the interpreter's name: such a script does not start. */
function hashbangLine(bytes: Buffer): string | null {
  if (!hasHashbang(bytes)) return null;
  const end = bytes.indexOf(0x0a);
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end);
}

/** CR LF and CR for LF, in languages that read all three alike. */
export const lineEndings = defineNormalizer({
  name: 'line-endings',
  version: 1,
  needsProof: false,
  makesEqual: 'Lines that end in CR LF or CR on one side and in LF on the other.',
  mayHide:
    'A change only a program that looks at source text can see: function.toString(), or a file that reads or hashes itself.',
  applies: readsAnyLineEnd,
  normalize({ release, reference }) {
    if (isBinary(release) || isBinary(reference)) return null;
    if (hashbangLine(release) !== hashbangLine(reference)) return null;
    const [left, right] = [withLineFeeds(release), withLineFeeds(reference)];
    if (left === release && right === reference) return null;
    return { release: left, reference: right, detail: 'line ends read as LF' };
  },
});
