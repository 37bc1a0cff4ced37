import { readFileSync, writeSync } from 'node:fs';
import { sameProgram } from './same-program.js';

/**
 * The part of the comparison that runs in a process of its own: a parser that hostile text brings down takes nothing else along. Standard
 * input is a line of JSON (path and bytes of both sides, for each pair) and then the texts; each pair is answered as it is done, with `1`
 * where the programs are the same.
 */
const input = readFileSync(0);
const head = input.indexOf(0x0a);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
let at = head + 1;
const next = (length: number): Buffer => {
  at += length;
  return input.subarray(at - length, at);
};
for (const [path, left, right] of JSON.parse(input.toString('utf8', 0, head)) as [string, number, number][]) {
  const sides = [next(left), next(right)];
  writeSync(1, isSame(path, sides) ? '1' : '0');
}

function isSame(path: string, sides: Buffer[]): boolean {
  try {
    const [left, right] = sides.map((side) => decoder.decode(side)) as [string, string];
    return sameProgram(left, right, path);
  } catch {
    return false;
  }
}
