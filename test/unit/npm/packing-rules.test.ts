import { expect, it } from 'vitest';
import { leftOutOfPackage } from '../../../src/npm/packing-rules.js';

const leavesOut = (path: string, rules: Record<string, string | object>) =>
  leftOutOfPackage(
    new Map(
      Object.entries(rules).map(([name, rule]) => [
        name,
        Buffer.from(typeof rule === 'string' ? rule : JSON.stringify(rule)),
      ]),
    ),
  )(path);

it.each<[string, Record<string, string | object>]>([
  ['files that name another folder', { 'package.json': { files: ['lib'] } }],
  ['files with a pattern that does not match', { 'package.json': { files: ['./lib/**/*.js', 'bin/'] } }],
  ['.npmignore', { '.npmignore': '# tests\n/test/\n', 'package.json': {} }],
  ['.gitignore, where there is no other', { '.gitignore': 'test\n' }],
])('a file is left out by %s', (_, rules) => {
  expect(leavesOut('test/index.js', rules)).toBe(true);
});

it.each<[string, Record<string, string | object>]>([
  ['no rules', {}],
  ['a manifest that cannot be read', { 'package.json': '{' }],
  ['files that name it', { 'package.json': { files: ['test/index.js'] } }],
  ['files that name its folder', { 'package.json': { files: ['./test'] } }],
  ['files of every folder', { 'package.json': { files: ['**/*.js'] }, '.npmignore': 'test' }],
  ['an empty .npmignore', { '.npmignore': '', '.gitignore': 'test' }],
  ['an exception', { '.npmignore': 'test/*\n!test/index.js\n' }],
])('a file is packed with %s', (_, rules) => {
  expect(leavesOut('test/index.js', rules)).toBe(false);
});
