import { readFileSync, writeSync } from 'node:fs';
import { sameProgram } from './same-program.js';

/** The part of the comparison that runs in a process of its own: a parser that hostile text brings down takes nothing else along. */
const input = readFileSync(0);
const head = input.indexOf(0x0a);
const { path, length } = JSON.parse(input.toString('utf8', 0, head)) as { path: string; length: number };
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const left = decoder.decode(input.subarray(head + 1, head + 1 + length));
const right = decoder.decode(input.subarray(head + 1 + length));
writeSync(1, JSON.stringify(sameProgram(left, right, path)));
