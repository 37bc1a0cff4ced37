import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Interruption } from '../../../src/cli/error.js';
import { interrupts } from '../../../src/cli/interrupts.js';

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('the first %s aborts, the second ends the process with %i', (signal, code) => {
  const process = new EventEmitter();
  const exits: number[] = [];
  const { signal: aborted } = interrupts(process, (exit) => exits.push(exit));
  process.emit(signal);
  expect(aborted.reason).toBeInstanceOf(Interruption);
  expect(aborted.reason).toMatchObject({ exitCode: code });
  expect(exits).toEqual([]);
  process.emit(signal);
  expect(exits).toEqual([code]);
});
