import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { fileKind } from '../compare/magic.js';

/** Something that a script carries in a form that is not read as it stands. */
export interface Blob {
  form: 'base64' | 'hexadecimal' | 'escapes' | 'numbers';
  /** Index in the text it was found in, and how long it is there. */
  at: number;
  length: number;
  /** What it says: machine code, text, or bytes of no known kind. */
  holds: { kind: 'native' | 'text' | 'data'; name: string; text: string };
}

/** Bounds of what is decoded: characters and bytes of one blob, bytes of all, number and layers of them. */
const limits = { characters: 4 * 2 ** 20, bytes: 2 ** 20, all: 8 * 2 ** 20, blobs: 40, depth: 3 } as const;

/**
 * Long runs of one alphabet. What stands before a run keeps the search from starting again inside of it, so that all of this is
 * linear.
 */
const runs = [
  ['base64', /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{160,}={0,2}/g],
  ['escapes', /(?<!\\[xu][0-9a-fA-F]{2,4})(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}){60,}/g],
  ['numbers', /(?<![\d,x]\s?)(?:(?:0x[0-9a-fA-F]{2}|\d{1,3}),\s?){100,}(?:0x[0-9a-fA-F]{2}|\d{1,3})/g],
] as const;

/** An inline source map is read by nobody but debuggers. */
const sourceMap = /[#@] ?sourceMappingURL=data:[^\s'"`]*/g;

/** Blobs of a script, decoded, and those that they hold in turn. Images and fonts are not among them. */
export function blobsIn(script: string): Blob[] {
  return layer(script, limits.depth, { left: limits.all });
}

function layer(script: string, depth: number, bytes: { left: number }): Blob[] {
  const found: Blob[] = [];
  const text = script.replace(sourceMap, (map) => ' '.repeat(map.length));
  for (const [alphabet, pattern] of runs)
    for (const { 0: run, index } of text.matchAll(pattern)) {
      if (found.length >= limits.blobs || bytes.left <= 0) return found.slice(0, limits.blobs);
      if (run.length > limits.characters) continue;
      const hexadecimal = alphabet === 'base64' && /^[0-9a-fA-F]+$/.test(run) && run.length % 2 === 0;
      const form = hexadecimal ? 'hexadecimal' : alphabet;
      const holds = heldBy(decode(form, run), bytes);
      if (holds === null) continue;
      const blob: Blob = { form, at: index, length: run.length, holds };
      found.push(blob);
      if (holds.kind === 'text' && depth > 1)
        found.push(...layer(holds.text, depth - 1, bytes).map((inner) => ({ ...blob, holds: inner.holds })));
    }
  return found.slice(0, limits.blobs);
}

function decode(form: Blob['form'], run: string): Buffer {
  switch (form) {
    case 'hexadecimal':
      return Buffer.from(run, 'hex');
    case 'base64':
      return Buffer.from(run, 'base64');
    case 'escapes':
      return Buffer.from(
        run.replace(/\\[xu]([0-9a-fA-F]+)/g, (_, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        ),
      );
    case 'numbers':
      return Buffer.from(run.split(',').map(Number));
  }
}

/** Pictures and fonts are looked at by people; anything else may be used by code. */
const shown = /image|icon|font|TrueType|WOFF/;

function heldBy(bytes: Buffer, budget: { left: number }): Blob['holds'] | null {
  const unpacked = unpack(bytes).subarray(0, limits.bytes);
  budget.left -= unpacked.length;
  const magic = fileKind(unpacked);
  if (magic?.native) return { kind: 'native', name: magic.name, text: '' };
  if (magic !== null && shown.test(magic.name)) return null;
  const text = unpacked.toString('utf8');
  if (isReadable(text)) return { kind: 'text', name: 'text', text };
  const name = magic?.name ?? `${unpacked.length} bytes of no known kind`;
  return { kind: 'data', name, text: '' };
}

function unpack(bytes: Buffer): Buffer {
  for (const open of [gunzipSync, inflateSync, brotliDecompressSync])
    try {
      if (open === brotliDecompressSync && bytes.length > 2 ** 16) continue;
      const unpacked = open(bytes, { maxOutputLength: limits.bytes });
      if (unpacked.length > 0) return unpacked;
    } catch {
      // It is not packed so, or too much comes out.
    }
  return bytes;
}

/** Printable for the most part: a program, markup, JSON. */
function isReadable(text: string): boolean {
  const sample = text.slice(0, 4_000);
  const odd = sample.match(/[^\t\n\r\x20-\x7e\u00a0-\u024f]/g)?.length ?? 0;
  return sample.length > 0 && odd / sample.length < 0.05;
}
