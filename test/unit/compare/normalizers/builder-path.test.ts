import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builderPath } from '../../../../src/compare/normalizers/builder-path.js';
import { normalized } from '../../../support/comparison.js';

const needed = (release: string, rebuilt: string, against: 'source' | 'rebuild' = 'rebuild') =>
  normalized('bin/tool', release, rebuilt, { against })?.map(({ name, detail }) => `${name}: ${detail}`) ??
  null;

const { applies } = builderPath;

describe('files that may name a folder', () => {
  it.each([
    'bin/tool',
    'a.js',
    'a.d.ts',
    'a.js.map',
    'a.sh',
    'Makefile',
    '.cache/x.yml',
    'README',
    '.babelrc',
  ])('%s', (path) => {
    expect(applies(path)).toBe(true);
  });

  it.each([
    'a.png',
    'a.woff2',
    'a.wasm',
    'build/a.node',
    'a.zip',
    'a.tgz',
    'a.exe',
    'data.bin',
    'a.so.1',
    'v1.2/a.dll',
  ])('are not %s, which is not read for it', (path) => {
    expect(applies(path)).toBe(false);
  });
});

describe('the folder that a build ran in', () => {
  it.each([
    ['/Users/somebody/Work/tool', 'once'],
    ['/home/runner/work/tool/tool', 'once'],
    ['/builds/team/tool', 'once'],
  ])('%s', (folder, times) => {
    expect(needed(`var from = "${folder}/src/a.js"\n`, 'var from = "/build/src/a.js"\n')).toEqual([
      `builder-path: built in ${folder}, which the file names ${times}`,
    ]);
  });

  it('at every place', () => {
    const text = (folder: string) => `P="${folder}/a:${folder}/b"\nexec ${folder}\n`;
    expect(needed(text('/home/me/tool'), text('/build'))).toEqual([
      'builder-path: built in /home/me/tool, which the file names 3 times',
    ]);
  });

  it.each([
    ['a folder that anybody can write to', '"/tmp/x/a.js"', '"/build/a.js"'],
    ['a folder of the system', '"/usr/lib/a.js"', '"/build/a.js"'],
    ['a home without a name', '"/home/a.js"', '"/build/b.js"'],
    ['a way out of it', '"/home/me/../../tmp/a.js"', '"/build/a.js"'],
    ['two folders', '"/home/me/a" "/home/no/b"', '"/build/a" "/build/b"'],
    ['one folder where the rebuild has none', '"/home/me/a" "/home/me/b"', '"/build/a" "b"'],
    ['none where the rebuild has one', '"/home/me/a" "b"', '"/build/a" "/build/b"'],
    ['something else besides', '"/home/me/a" 1', '"/build/a" 2'],
    ['code in the folder', '"/home/me"+x+"/a"', '"/build/a"'],
    ['several words', 'exec /home/me /tmp/a', 'exec /build/a'],
    ['part of a name', '"/home/me/er/a"', '"/builder/a"'],
    ['part of an address', '"https://x/home/me/a"', '"https://x/build/a"'],
  ])('is not %s', (_, release, rebuilt) => {
    expect(needed(release, rebuilt)).toBeNull();
  });

  it('never hides anything around it', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ' ', '/', ':', '/build', '/home/me/tool', '\n'),
      maxLength: 6,
    });
    const folder = fc.constantFrom('/home/me/tool', '/Users/x/y', '/tmp/x', '/build');
    fc.assert(
      fc.property(text, text, text, folder, fc.boolean(), (before, after, edit, at, first) => {
        const of = (head: string, place: string, tail: string) => `${head}"${place}/a"${tail}`;
        const release = first ? of(before + edit, at, after) : of(before, at, edit + after);
        const rebuilt = of(before, '/build', after);
        fc.pre(release !== rebuilt);
        if (needed(release, rebuilt) !== null)
          expect(release.replaceAll(at, '/build')).toBe(rebuilt.replaceAll(at, '/build'));
      }),
      { numRuns: 1000 },
    );
  });

  it('is none where the source says so', () => {
    expect(needed('"/home/me/a"', '"/build/a"', 'source')).toBeNull();
  });
});
