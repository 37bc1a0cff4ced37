import { describe, expect, it } from 'vitest';
import { mentionIndex, statedPaths } from '../../../src/judge/mentions.js';
import { searchedText } from '../../../src/judge/searched-text.js';

const inScript = (content: string, ...paths: string[]) =>
  mentionIndex(paths).in(searchedText('a.js', Buffer.from(content)));

describe('names in code', () => {
  it.each([
    ["read('README.md')", 'README.md'],
    ["read(here + '/assets/a.png')", 'assets/a.png'],
    ["require('./data')", 'data.json'],
    ["require('./lib')", 'lib/index.js'],
    ["import('./a.wasm?url')", 'a.wasm'],
    ['read("straße.md")', 'straße.md'],
    ['#!/bin/sh\ncat README.md | sh', 'README.md'],
  ])('%s', (content, path) => {
    expect(inScript(content, path)).toEqual([path]);
  });
});

describe('what only looks like a name', () => {
  it.each([
    ['// see README.md for more', 'README.md'],
    ['//# sourceMappingURL=a.js.map', 'a.js.map'],
    ["/** @type {import('./a.d.ts').A} */", 'a.d.ts'],
    ["read('xREADME.md')", 'README.md'],
    ["read('README.mdx')", 'README.md'],
    ['#!/usr/bin/env node\n// README.md', 'README.md'],
  ])('%s', (content, path) => {
    expect(inScript(content, path)).toEqual([]);
  });
});

it('is linear on a long word', () => {
  const start = process.cpuUsage().user;
  inScript('a'.repeat(5_000_000), 'README.md');
  expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
});

it('completes relative specifiers as node does', () => {
  const found = statedPaths('lib/a.js', "require('../util'); import './b.js'; require('x')");
  expect([found.has('util.js'), found.has('util/index.js'), found.has('lib/b.js'), found.has('x')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
