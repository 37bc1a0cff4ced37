import { describe, expect, it } from 'vitest';
import { patchedFiles } from '../../../src/autotools/catalogue/patched.js';

const patch = (name: string, target: string, from: string, to: string) => ({
  name,
  text: `Description: ${name}\n--- a/${target}\n+++ b/${target}\n@@ -1,3 +1,3 @@\n one\n-${from}\n+${to}\n three\n`,
});
const file = (second: string) => Buffer.from(`one\n${second}\nthree\n`);
const about = { name: 'libtool', version: '2.4.7' };
const states = (files: Record<string, string>, ...series: ReturnType<typeof patch>[]) =>
  patchedFiles(new Map(Object.entries(files).map(([path, text]) => [path, file(text)])), series, about).map(
    ({ path, bytes, until }) => [path, bytes.toString().split('\n')[1], until],
  );

describe('build files after each patch of a series', () => {
  it('has one state for each patch that concerns a file', () => {
    expect(
      states(
        { 'm4/a.m4': 'a', 'm4/b.m4': 'a' },
        patch('1', 'm4/a.m4', 'a', 'b'),
        patch('2', 'm4/c.m4', 'a', 'x'),
        patch('3', 'm4/a.m4', 'b', 'c'),
      ),
    ).toEqual([
      ['m4/a.m4', 'b', '1'],
      ['m4/a.m4', 'c', '3'],
    ]);
  });

  it('passes over what does not fit exactly', () => {
    expect(
      states({ 'm4/a.m4': 'a' }, patch('1', 'm4/a.m4', 'other', 'x'), patch('2', 'm4/a.m4', 'a', 'b')),
    ).toEqual([['m4/a.m4', 'b', '2']]);
  });

  it('takes a patch of a template for one of what is made of it, with name and version', () => {
    expect(
      states(
        { 'build-aux/ltmain.sh': 'libtool 2.4.7' },
        patch('1', 'build-aux/ltmain.in', '@PACKAGE@ @VERSION@', 'new'),
      ),
    ).toEqual([['build-aux/ltmain.sh', 'new', '1']]);
    expect(states({ 'm4/ltmain.sh': 'a' }, patch('1', 'build-aux/ltmain.in', 'a', 'b'))).toEqual([]);
  });

  it('reads past what is no patch', () => {
    expect(
      patchedFiles(new Map([['m4/a.m4', file('a')]]), [{ name: 'x', text: '@@ broken\n' }], about),
    ).toEqual([]);
  });
});
