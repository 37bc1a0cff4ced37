import { isUtf8 } from 'node:buffer';
import { isBase256, parseBase256 } from './base256.js';
import { corrupt } from './error.js';

/** One 512-byte tar header, as npm's reader (node-tar) decodes it before any override. */
export interface TarHeader {
  /** Type flag; `0` for the NUL of old archives. */
  type: string;
  /** Name, with the ustar prefix before it. */
  path: string;
  linkname: string;
  mode: number;
  /** Bytes of the body. */
  size: number;
  /** When it was last changed, in seconds since 1970; 0 where that is no plain number. */
  modified: number;
  /** Why the stored name is not a plain one, if it isn't. */
  oddName: string | null;
}

/** Where a number begins and ends. */
type NumberField = readonly [start: number, end: number];

const numbers: NumberField[] = [
  [100, 108],
  [108, 116],
  [116, 124],
  [136, 148],
];
const deviceNumbers: NumberField[] = [
  [329, 337],
  [337, 345],
];
const times: NumberField[] = [
  [476, 488],
  [488, 500],
];

/** Bytes of a header, and what every body is padded to a multiple of. */
export const blockBytes = 512;

/**
 * Decodes a header block (POSIX ustar, GNU, and the plain format before them). Numbers that tar readers decode in different ways
 * are refused: a size that is not the same for all moves every header that follows.
 */
export function decodeHeader(block: Buffer): TarHeader {
  const sum = checksum(block);
  if (octal(block, 148, 8) !== sum) throw corrupt('a header does not have the checksum it states.');
  if (!numbersParse(block)) throw corrupt('a header has a number that npm does not take.');
  const name = field(block, 0, 100);
  const prefix = prefixOf(block);
  return {
    type: block[156] === 0 ? '0' : block.toString('latin1', 156, 157),
    path: prefix === null ? name.text : `${prefix.text}/${name.text}`,
    linkname: field(block, 157, 100).text,
    mode: modeOf(block),
    size: sizeOf(block),
    modified: octal(block, 136, 12) ?? 0,
    oddName: prefix?.odd ?? name.odd,
  };
}

/** True for a block of zeros; two of them end an archive. */
export function isNullBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < 148; at++) sum += block[at]!;
  for (let at = 156; at < blockBytes; at++) sum += block[at]!;
  return sum;
}

/** Owner, times and devices mean nothing here, but node-tar drops a header for one, and takes the file's bytes for the next header. */
function numbersParse(block: Buffer): boolean {
  const fields = [
    ...numbers,
    ...(isUstar(block) ? deviceNumbers : []),
    ...(isUstar(block) && block[475] === 0 ? times : []),
  ];
  // Asked of each header of an archive, where hardly any has such a number.
  return fields.every(
    ([start, end]) => (block[start]! & 0x80) === 0 || parseBase256(block.subarray(start, end)) !== null,
  );
}

function isUstar(block: Buffer): boolean {
  return block.toString('latin1', 257, 265) === 'ustar\x0000';
}

/**
 * The first part of a long name. node-tar keeps times in its last 25 bytes when the byte before them is NUL; when it isn't, even an empty
 * prefix makes a path that begins with a slash.
 */
function prefixOf(block: Buffer): StoredText | null {
  if (!isUstar(block)) return null;
  if (block[475] !== 0) return field(block, 345, 155);
  const prefix = field(block, 345, 130);
  return prefix.text === '' ? null : prefix;
}

/** A text of a header, and what is odd about how it is stored. */
interface StoredText {
  text: string;
  odd: string | null;
}

/**
 * A string up to its first NUL. node-tar cuts with a pattern that stops at line ends, so that text after a NUL and a line end
 * is part of the name for it alone: then what it reads is returned, and called odd.
 */
function field(block: Buffer, start: number, length: number): StoredText {
  const bytes = block.subarray(start, start + length);
  const text = bytes.toString('utf8').replace(/\0.*/, '');
  const end = bytes.indexOf(0);
  const plain = end === -1 ? bytes : bytes.subarray(0, end);
  if (text.length !== plain.toString('utf8').length) return { text, odd: 'has text after its end' };
  return { text, odd: isUtf8(plain) ? null : 'is not UTF-8' };
}

/** Octal digits, spaces before and a space or NUL after them; null for anything else. */
function octal(block: Buffer, start: number, length: number): number | null {
  const digits = /^ *([0-7]+)[ \0]+$/.exec(block.toString('latin1', start, start + length));
  return digits === null ? null : Number.parseInt(digits[1]!, 8);
}

/** Octal, blank for nothing, or base 256 for what octal has no room for. */
function sizeOf(block: Buffer): number {
  const text = block.toString('latin1', 124, 136);
  if (/^[ \0]*$/.test(text)) return 0;
  const digits = /^ *([0-7]+)[ \0]*$/.exec(text);
  if (digits !== null) return Number.parseInt(digits[1]!, 8);
  const field = block.subarray(124, 136);
  const size = isBase256(field) ? parseBase256(field) : null;
  if (size === null || size < 0) throw corrupt('a header states a size that is no number.');
  return size;
}

/** Packers have written odd modes; readers fall back to a default, so that nothing depends on a wrong one. */
function modeOf(block: Buffer): number {
  const digits = /^ *([0-7]+)/.exec(block.toString('latin1', 100, 108));
  return digits === null ? 0o644 : Number.parseInt(digits[1]!, 8) & 0o7777;
}
