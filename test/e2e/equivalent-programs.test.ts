import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sameProgram } from '../../src/compare/script/same-program.js';
import { edited } from '../support/random-program/edit.js';
import { randomProgram } from '../support/random-program/generate.js';
import { printed } from '../support/random-program/print.js';
import { Choices, type Name } from '../support/random-program/tree.js';
import { attempt, node, presentEngines, removeFolders } from './escape/sandbox.js';

const seed = 20_261_126;
const wanted = 500;

/**
 * Runs each text as the body of an async function of strict mode, and prints what it printed, with how functions are named. The text of
 * functions, which adding one to a string gives, is what the normalizations say that they may hide.
 */
const runner = `
const { readFileSync } = require('node:fs');
const vm = require('node:vm');
const shown = (value, depth = 0) => {
  if (typeof value === 'function') return ['function', value.name, value.length].join(' ');
  if (typeof value !== 'object' || value === null) return typeof value + ' ' + String(value);
  if (depth > 3) return 'deep';
  return value.constructor?.name + JSON.stringify(Object.keys(value).map((key) => [key, shown(value[key], depth + 1)]));
};
const output = async (text) => {
  const lines = [];
  const print = (...values) => {
    if (lines.length < 200) lines.push(values.map((value) => shown(value)).join(', '));
  };
  try {
    await vm.runInNewContext('Function.prototype.toString = () => "text"; (async () => { "use strict"; ' + text + '\\n})()', { print }, { timeout: 20_000 });
  } catch (error) {
    lines.push('threw ' + error?.constructor?.name);
  }
  return lines.join('\\n');
};
process.on('unhandledRejection', () => {});
(async () => {
  const outputs = [];
  for (const texts of JSON.parse(readFileSync('pairs.json', 'utf8'))) {
    const of = [];
    for (const text of texts) of.push(await output(text));
    outputs.push(of);
  }
  console.log(JSON.stringify(outputs));
})();
`;

/** Pairs of programs that are called the same, of names taken from few, and of changes that leave the meaning as it is, if there are any. */
function equalPairs(): [string, string][] {
  const numbers = fc.array(fc.nat(999), { minLength: 20, maxLength: 120 });
  const tape = fc.sample(fc.tuple(numbers, numbers, numbers), { seed, numRuns: 20 * wanted });
  const pairs: [string, string][] = [];
  for (const [content, change, names] of tape) {
    const program = randomProgram(content);
    const other = new Choices(change).below(2) ? (edited(program, new Choices(change)) ?? program) : program;
    const few = ({ id }: Name) => ['a', 'b', 'c', 'd', 'print', 'e'][names[id % names.length]! % 6]!;
    const [left, right] = [printed(program, ({ id }) => `n${id}`), printed(other, few, change)];
    const unique = printed(other, ({ id, fixed }) => (fixed ? `n${id}` : `m${id}`), change);
    for (const one of [right, unique])
      if (pairs.length < wanted && sameProgram(left, one, 'a.mjs') !== null) pairs.push([left, one]);
  }
  return pairs;
}

describe('programs that are called equivalent', async () => {
  const engines = await presentEngines();
  const usable = engines.find(({ missing }) => missing === null);
  afterEach(removeFolders);
  if (usable === undefined) {
    const reasons = engines.map(({ engine, missing }) => `${engine.name}: ${missing}`).join('; ');
    it.skip(`EQUIVALENT PROGRAMS NOT RUN, no sandbox engine works here: ${reasons}`);
    return;
  }

  it('print the same when they are run', { timeout: 300_000 }, async () => {
    const pairs = equalPairs();
    expect(pairs.length).toBe(wanted);
    const files = { 'run.cjs': runner, 'pairs.json': JSON.stringify(pairs) };
    const { outcome, log } = await attempt(usable.engine, {
      command: [node, 'run.cjs'],
      files,
      limits: { wallSeconds: 240 },
    });
    expect(outcome, log).toMatchObject({ exitCode: 0 });
    const outputs: [string, string][] = JSON.parse(log.slice(log.indexOf('[[')));
    expect(outputs.length).toBe(pairs.length);
    for (const [at, [ours, theirs]] of outputs.entries())
      expect({ pair: pairs[at], output: theirs }).toEqual({ pair: pairs[at], output: ours });
    // Most of them run to where they print something.
    expect(outputs.filter(([ours]) => ours.includes(' ')).length).toBeGreaterThan(wanted / 2);
  });
});
