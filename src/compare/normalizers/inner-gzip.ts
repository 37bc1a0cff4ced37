import { inflateWhole } from '../inflate.js';
import { defineNormalizer } from '../normalizer.js';

/** A gzip file (RFC 1952) of one member, as compressors write them. */
interface GzipFile {
  data: Buffer;
  crc32: number;
  size: number;
}

const withName = 0x08;
/** What compressors write for the file that they were given: a name, not a text. */
const plainName = /^[\x20-\x7e\xa0-\xff]{0,255}$/;

/** Takes a gzip file apart; null where its header holds more than when, where, how and of what file it was made. */
function gzipFile(bytes: Buffer): GzipFile | null {
  const [first, second, method, flags] = bytes;
  if (bytes.length < 18 || first !== 0x1f || second !== 0x8b || method !== 8) return null;
  let start = 10;
  if (flags === withName) {
    const end = bytes.indexOf(0, start);
    if (end === -1 || !plainName.test(bytes.toString('latin1', start, Math.min(end, start + 256))))
      return null;
    start = end + 1;
  } else if (flags !== 0) return null;
  const end = bytes.length - 8;
  if (start > end) return null;
  return {
    data: bytes.subarray(start, end),
    crc32: bytes.readUInt32LE(end),
    size: bytes.readUInt32LE(end + 4),
  };
}

/** A compressor of another kind takes twice the room at most; more would be room for something else. */
const mostOverhead = 1024;

/** What is in these may be equal without being the same: see `inner-tar`. */
const holdsTar = /\.(?:tgz|tar\.gz)$/i;

/** The same bytes in two gzip files. What they are is for the next normalizers to say, and equal where they are equal. */
export const innerGzip = defineNormalizer({
  name: 'inner-gzip',
  version: 1,
  needsProof: false,
  makesEqual:
    'Files that are gzip of the same bytes: the time, system and file name in its header, and the way it was compressed.',
  mayHide:
    'A change only a program that reads the file without unpacking it can see. Several members, comments, extra fields, bytes after the end and what unpacks to a hundred times its size are never made equal.',
  applies: (path) => /\.(?:gz|tgz|svgz)$/i.test(path),
  normalize({ entry: { path }, release, reference }) {
    const [left, right] = [gzipFile(release), gzipFile(reference)];
    if (left === null || right === null) return null;
    const sameSums = left.crc32 === right.crc32 && left.size === right.size;
    if (!sameSums && !holdsTar.test(path)) return null;
    if (left.data.length > 2 * right.data.length + mostOverhead) return null;
    const [ours, theirs] = [inflateWhole(left), inflateWhole(right)];
    if (ours === null || theirs === null) return null;
    return {
      release: ours,
      reference: theirs,
      detail: 'gzip of the same bytes, made at another time or in another way',
    };
  },
});
