import { isUtf8 } from 'node:buffer';
import { corrupt } from './error.js';
import type { TarHeader } from './header.js';
import { type PaxRecords, readPax } from './pax.js';

/** What headers before a member say of it. */
export interface Overrides {
  records: PaxRecords;
  /** How many headers gave a path. */
  paths: number;
  /** What is wrong with them, one line each. */
  odd: string[];
  sparse: boolean;
}

/** Bytes that a ustar name field holds with its closing NUL; packers give longer names in a header of their own. */
const shortName = 100;

/** Types whose size node-tar lets a PAX header override (its `normalFsTypes`). */
const sized = new Set(['0', '1', '2', '3', '4', '5', '6', '7', 'D']);

/** Nothing said. */
export function noOverrides(): Overrides {
  return { records: {}, paths: 0, odd: [], sparse: false };
}

/**
 * Adds what one more extension header says (`x` of PAX, `L` and `K` of GNU); as in node-tar, what comes later wins. tar-stream lets
 * PAX win whatever the order, so that two headers that give a path are odd.
 */
export function addOverride(before: Overrides, type: string, body: Buffer): Overrides {
  if (type === 'x') {
    const pax = readPax(body);
    return {
      records: { ...before.records, ...pax.records },
      paths: before.paths + (pax.records.path === undefined ? 0 : 1),
      odd: [...before.odd, ...pax.odd],
      sparse: before.sparse || pax.sparse,
    };
  }
  const key = type === 'L' ? 'path' : 'linkpath';
  const value = body.toString('utf8').replace(/\0.*/, '');
  const end = body.indexOf(0);
  const plain = end === -1 ? body : body.subarray(0, end);
  const odd = [
    ...(value === plain.toString('utf8') ? [] : [`its '${key}' has text after its end`]),
    ...(isUtf8(plain) ? [] : [`its '${key}' is not UTF-8`]),
  ];
  return {
    records: { ...before.records, [key]: value },
    paths: before.paths + (key === 'path' ? 1 : 0),
    odd: [...before.odd, ...odd],
    sparse: before.sparse,
  };
}

/** What a member is after its overrides. */
export interface Overridden {
  path: string;
  size: number;
  /** What an honest packer would not have written, one line each. */
  odd: string[];
}

/**
 * Applies overrides to the header they are for. A name that has no room in the header is what they exist for; another name in the place
 * of one that fits hides the file from one reader or the other.
 */
export function applyOverrides(header: TarHeader, { records, paths, odd }: Overrides): Overridden {
  const path = records.path ?? header.path;
  const said = [...odd];
  if (path !== header.path && fitsHeader(path)) {
    said.push(`its header names '${header.path}', an extended header '${path}'`);
  }
  if (paths > 1) said.push('more than one extended header gives its path');
  if (records.linkpath !== undefined && header.type !== '1' && header.type !== '2') {
    said.push('an extended header gives the target of a link, but it is none');
  }
  if (records.size === undefined) return { path, size: header.size, odd: said };
  if (!/^\d{1,15}$/.test(records.size)) throw corrupt('an extended header states a size that is no number.');
  const size = Number(records.size);
  if (size !== header.size) {
    said.push(`its header states ${header.size} bytes, an extended header ${size}`);
  }
  return { path, size: sized.has(header.type) ? size : header.size, odd: said };
}

function fitsHeader(path: string): boolean {
  return Buffer.byteLength(path) < shortName && /^[\x20-\x7e]*$/.test(path);
}
