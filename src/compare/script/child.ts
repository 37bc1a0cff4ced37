import { readFileSync, writeSync } from 'node:fs';
import { sameProgram } from './same-program.js';

/**
 * The part of the comparison that runs in a process of its own: a parser that hostile text brings down takes nothing else along. Standard
 * input is a line of JSON (path and bytes of both sides, for each pair) and then the texts; each pair is answered as it is done, with a
 * digit: 0 where the programs are not known to be the same, else the sum of 1 for another layout and 2 for other names.
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
  writeSync(1, String(answer(path, sides)));
}

function answer(path: string, sides: Buffer[]): number {
  try {
    const [left, right] = sides.map((side) => decoder.decode(side)) as [string, string];
    const same = sameProgram(left, right, path);
    return same === null ? 0 : Number(same.layout) + 2 * Number(same.names);
  } catch {
    return 0;
  }
}
