import { isUtf8 } from 'node:buffer';
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
  /** Why the stored name is not a plain one, if it isn't. */
  oddName: string | null;
}

/** Bytes of a header, and what every body is padded to a multiple of. */
export const blockBytes = 512;

/**
 * Decodes a header block (POSIX ustar, GNU, and the plain format before them). Numbers that tar readers decode in different ways
 * are refused: a size that is not the same for all moves every header that follows.
 */
export function decodeHeader(block: Buffer): TarHeader {
  const sum = checksum(block);
  if (octal(block, 148, 8) !== sum) throw corrupt('a header does not have the checksum it states.');
  const names = [field(block, 0, 100), ...(hasPrefix(block) ? [prefixOf(block)] : [])];
  const prefix = names[1]?.text ?? '';
  return {
    type: block[156] === 0 ? '0' : block.toString('latin1', 156, 157),
    path: prefix === '' ? names[0]!.text : `${prefix}/${names[0]!.text}`,
    linkname: field(block, 157, 100).text,
    mode: modeOf(block),
    size: sizeOf(block),
    oddName: names.find(({ odd }) => odd !== null)?.odd ?? null,
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

function hasPrefix(block: Buffer): boolean {
  return block.toString('latin1', 257, 265) === 'ustar\x0000';
}

/** node-tar keeps times in the last 25 bytes of the prefix when the byte before them is NUL. */
function prefixOf(block: Buffer): { text: string; odd: string | null } {
  return field(block, 345, block[475] === 0 ? 130 : 155);
}

/**
 * A string up to its first NUL. node-tar cuts with a pattern that stops at line ends, so that text after a NUL and a line end
 * is part of the name for it alone: then what it reads is returned, and called odd.
 */
function field(block: Buffer, start: number, length: number): { text: string; odd: string | null } {
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
  if (block[124] !== 0x80) throw corrupt('a header states a size that is no number.');
  const size = block.subarray(125, 136).reduce((total, byte) => total * 256 + byte, 0);
  if (!Number.isSafeInteger(size)) throw corrupt('a header states a size that is out of all bounds.');
  return size;
}

/** Packers have written odd modes; readers fall back to a default, so that nothing depends on a wrong one. */
function modeOf(block: Buffer): number {
  const digits = /^ *([0-7]+)/.exec(block.toString('latin1', 100, 108));
  return digits === null ? 0o644 : Number.parseInt(digits[1]!, 8) & 0o7777;
}
