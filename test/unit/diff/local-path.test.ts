import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { localPath } from '../../../src/diff/local-path.js';

it.each([
  ['.', '/here'],
  ['..', '/'],
  ['./a', '/here/a'],
  ['../a.tgz', '/a.tgz'],
  ['/a/b', '/a/b'],
  ['~/a', `${homedir()}/a`],
  ['a.tgz', '/here/a.tgz'],
  ['a/b.TAR.GZ', '/here/a/b.TAR.GZ'],
  ['file:a', '/here/a'],
  ['file:///a%20b', '/a b'],
  ['file://host/a', undefined],
  ['lodash', null],
  ['lodash@4.17.21', null],
  ['lodash.tgz@1', null],
  ['@scope/name', null],
  ['@scope/name.tgz', null],
  ['team/name', null],
  ['.hidden', null],
  ['pkg:npm/lodash@4.17.21', null],
  ['https://host.example/a.tgz', null],
])('%s is %s', (spec, path) => {
  expect(localPath(spec, '/here')).toBe(path);
});
