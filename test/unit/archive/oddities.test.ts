import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/archive/read.js';
import type { Oddity } from '../../../src/archive/schema.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { paxRecord, type TarEntry, tarball, tarHeader } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const read = async (bytes: Buffer) => (await readArchive(Readable.from([bytes]), { limits })).archive;

/** What is odd, as kind and path, and what is installed all the same. */
async function seen(bytes: Buffer) {
  const { oddities, entries } = await read(bytes);
  return {
    odd: oddities.map(({ kind, path, overwrites }) => `${kind} ${path}${overwrites ? ' overwrites' : ''}`),
    installs: entries.map(({ path }) => path),
  };
}

const file = (path: string, content = 'x'): TarEntry => ({ path, content });
const gnu = (type: 'L' | 'K', name: string): TarEntry => ({
  path: '././@LongLink',
  type,
  content: `${name}\0`,
});
const pax = (path: string, records: TarEntry['pax']): TarEntry => ({
  path,
  content: 'x',
  pax: records ?? {},
});
const rawPax = (content: string): TarEntry => ({ path: 'PaxHeader/a', type: 'x', content });
const long = `package/${'long/'.repeat(30)}a.js`;
const longInstalled = long.slice('package/'.length);
const end = Buffer.alloc(1024);

describe('readArchive reports', () => {
  it.each<[string, TarEntry[], string[], string[]]>([
    ['one path twice', [file('p/a', '1'), file('p/a', '2')], ['duplicate-path a overwrites'], ['a']],
    ['one path twice, the very same', [file('p/a'), file('p/a')], ['duplicate-path a'], ['a']],
    [
      'one path twice, once executable',
      [file('p/a'), { ...file('p/a'), mode: 0o755 }],
      ['duplicate-path a overwrites'],
      ['a'],
    ],
    [
      'the very same again after another',
      [file('p/a', '1'), file('p/a', '2'), file('p/a', '1')],
      ['duplicate-path a overwrites'],
      ['a'],
    ],
    [
      'the very same in two top-level folders',
      [file('p/a'), file('q/a')],
      ['several-roots null', 'duplicate-path a overwrites', 'several-roots a overwrites'],
      ['a'],
    ],
    ['one path in two spellings, the very same', [file('p/a'), file('p/./a')], ['duplicate-path a'], ['a']],
    [
      'one path in two spellings',
      [file('p/a', '1'), file('p/./a', '2')],
      ['duplicate-path a overwrites'],
      ['a'],
    ],
    ['two top-level folders', [file('p/a'), file('q/b')], ['several-roots null'], ['a', 'b']],
    [
      'a file that one of a second top-level folder replaces',
      [file('p/a', '1'), file('q/a', '2')],
      ['several-roots null', 'duplicate-path a overwrites', 'several-roots a overwrites'],
      ['a'],
    ],
    ['case', [file('p/a.js'), file('p/A.js')], ['colliding-path a.js'], ['A.js', 'a.js']],
    [
      'case that changes length',
      [file('p/stra\u00dfe'), file('p/STRASSE')],
      ['colliding-path stra\u00dfe'],
      ['STRASSE', 'stra\u00dfe'],
    ],
    ['Unicode form', [file('p/\u00e9'), file('p/e\u0301')], ['colliding-path \u00e9'], ['e\u0301', '\u00e9']],
    [
      'compatibility form',
      [file('p/\ufb01x'), file('p/fix')],
      ['colliding-path \ufb01x'],
      ['fix', '\ufb01x'],
    ],
    [
      'a file and a folder but for case',
      [file('p/Lib'), file('p/lib/a')],
      ['colliding-path Lib'],
      ['Lib', 'lib/a'],
    ],
    ['a symbolic link', [{ path: 'p/a', type: '2', linkname: '/etc/passwd' }], ['link a'], []],
    ['a hard link', [{ path: 'p/a', type: '1', linkname: 'p/b' }], ['link a'], []],
    ['a device', [{ path: 'p/a', type: '3' }], ['device a'], []],
    ['a pipe', [{ path: 'p/a', type: '6' }], ['device a'], []],
    ['an absolute path', [file('/package/a')], ['absolute-path package/a'], ['package/a']],
    ['a drive letter', [file('p/C:/a')], ['absolute-path a'], ['a']],
    ['a drive letter before a relative path', [file('p/c:a')], ['absolute-path a'], ['a']],
    ['a path that climbs', [file('p/../a')], ['climbing-path p/../a'], []],
    ['a path that climbs in its first component', [file('../p/a')], ['climbing-path p/a'], ['p/a']],
    [
      'a path that climbs on Windows',
      [file('p/b\\..\\a')],
      ['backslash-path p/b\\..\\a', 'climbing-path p/b\\..\\a'],
      [],
    ],
    ['a backslash', [file('p/a\\b')], ['backslash-path a\\b'], ['a\\b']],
    ['a control character', [file('p/a\x1bb')], ['invalid-path a\x1bb'], ['a\x1bb']],
    ['a bidirectional override', [file('p/a\u202eb')], ['invalid-path a\u202eb'], ['a\u202eb']],
    ['a file in no folder', [file('a')], ['invalid-path a'], []],
    [
      'a name that no file system takes',
      [pax('p/a', { path: `p/${'a'.repeat(256)}` })],
      [`invalid-path p/${'a'.repeat(256)}`],
      [],
    ],
    [
      'a PAX path over a short name',
      [pax('p/readme.md', { path: 'p/index.js' })],
      ['path-override index.js'],
      ['index.js'],
    ],
    [
      'a GNU path over a short name',
      [gnu('L', 'p/index.js'), file('p/readme.md')],
      ['path-override index.js'],
      ['index.js'],
    ],
    [
      'two paths, PAX first',
      [rawPax(paxRecord('path', long)), gnu('L', `${long}on`), file('p/a')],
      [`path-override ${longInstalled}on`],
      [`${longInstalled}on`],
    ],
    [
      'two paths, GNU first',
      [gnu('L', `${long}on`), pax('p/a', { path: long })],
      [`path-override ${longInstalled}`],
      [longInstalled],
    ],
    [
      'a path twice in one header',
      [
        pax('p/a', [
          ['path', long],
          ['path', `${long}on`],
        ]),
      ],
      [`path-override ${longInstalled}on`],
      [`${longInstalled}on`],
    ],
    [
      'a path that only a reader by lines sees',
      [pax('p/a', { comment: `x\n${paxRecord('path', long)}` })],
      [`path-override ${longInstalled}`],
      [longInstalled],
    ],
    [
      'a path that only a reader by lengths sees',
      [pax('p/a', { path: `${long}\nx` })],
      ['path-override a'],
      ['a'],
    ],
    [
      'a path with text after a NUL',
      [pax('p/a', { path: `${long}\0.txt` })],
      [`path-override ${longInstalled}`],
      [longInstalled],
    ],
    ['the target of a link for a file', [pax('p/a', { linkpath: '../../etc' })], ['path-override a'], ['a']],
    ['a GNU target of a link for a file', [gnu('K', '../../etc'), file('p/a')], ['path-override a'], ['a']],
    [
      'a size over another',
      [{ path: 'p/a', content: 'abc', size: 0, pax: { size: '3' } }],
      ['path-override a'],
      ['a'],
    ],
    [
      'a folder that its header calls a file',
      [{ path: 'p/a', pax: { path: 'p/a/' } }],
      ['path-override a'],
      [],
    ],
    [
      'a path for all files',
      [{ ...rawPax(paxRecord('path', 'p/b')), type: 'g' }, file('p/a')],
      ['path-override null'],
      ['a'],
    ],
    ['a PAX file with holes', [pax('p/a', { 'GNU.sparse.major': '1' })], ['sparse-entry a'], ['a']],
    ['a GNU file with holes', [{ path: 'p/a', type: 'S' }], ['sparse-entry a'], []],
    ['a file below a file', [file('p/a'), file('p/a/b')], ['directory-and-file a/b'], ['a']],
    ['a file where a folder is', [file('p/a/b'), file('p/a')], ['directory-and-file a'], ['a/b']],
    ['an unknown type', [{ path: 'p/a', type: 'Z' }], ['unknown-entry-type a'], []],
    ['a dump folder of GNU', [{ path: 'p/a', type: 'D', content: 'Yb\0' }], ['unknown-entry-type a'], []],
  ])('%s', async (_name, entries, odd, installs) => {
    expect(await seen(tarball(entries))).toEqual({ odd, installs });
  });

  it('a byte that makes npm put a slash before the path', async () => {
    const slash = tarHeader({ path: 'package/a' }, (header) => header.writeUInt8(1, 475));
    expect(await seen(tarball([{ path: '', rawHeader: slash }]))).toEqual({
      odd: ['absolute-path package/a'],
      installs: ['package/a'],
    });
  });

  it('names that are not UTF-8', async () => {
    const latin = tarHeader({ path: 'p/caf' }, (header) => header.writeUInt8(0xe9, 5));
    expect(await seen(tarball([{ path: '', rawHeader: latin }]))).toEqual({
      odd: ['invalid-path caf\ufffd'],
      installs: ['caf\ufffd'],
    });
  });

  it('a PAX path that is not UTF-8, which npm passes over', async () => {
    const record = Buffer.concat([Buffer.from('15 path=p/caf'), Buffer.from([0xe9]), Buffer.from('\n')]);
    expect(record).toHaveLength(15);
    const bytes = tarball([{ ...rawPax(''), content: record }, file('p/caf')]);
    expect(await seen(bytes)).toEqual({ odd: ['path-override caf'], installs: ['caf'] });
  });

  it.each([
    ['up to the end of the field', 'c'.repeat(94), ['a\ncccc']],
    ['and then NULs, which no file system takes', 'c', []],
  ])('names that npm alone reads past a NUL, %s', async (_name, rest, installs) => {
    const hidden = tarHeader({ path: 'p/a' }, (header) => header.write(`\0b\n${rest}`, 3));
    const { odd, installs: paths } = await seen(tarball([{ path: '', rawHeader: hidden }]));
    expect(paths.map((path) => path.slice(0, 6))).toEqual(installs);
    expect(odd[0]).toMatch(/^invalid-path (p\/)?a\nc/);
  });

  it('how often a path occurs and whether the bytes differ', async () => {
    const details = async (...contents: string[]) =>
      (await read(tarball(contents.map((content) => file('p/a', content))))).oddities.map(
        ({ detail }) => detail,
      );
    expect(await details('1', '2', '1')).toEqual([
      'It is in the archive 3 times, with different bytes; the last one installs.',
    ]);
    expect(await details('1', '1')).toEqual([
      'It is in the archive 2 times, with the same bytes; the last one installs.',
    ]);
  });

  it('the top-level folders by name', async () => {
    const several = (await read(tarball([file('p/a'), file('q/b')]))).oddities as Oddity[];
    expect(several[0]?.detail).toBe("Files lie in 2 top-level folders, which install as one: 'p', 'q'.");
  });

  const tar = tarball([file('p/a')], { gzip: false });
  it.each<[string, Buffer, string[]]>([
    ['a byte after the end', Buffer.concat([tar, Buffer.from('x')]), ['trailing-data null']],
    [
      'a member after the end',
      Buffer.concat([tar, tarball([file('p/b')], { gzip: false })]),
      ['trailing-data null'],
    ],
    [
      'half a block without an end',
      Buffer.concat([tar.subarray(0, 1024), Buffer.from('x')]),
      ['trailing-data null'],
    ],
    [
      'bytes after the gzip stream',
      Buffer.concat([gzipSync(tar), Buffer.from('\0x')]),
      ['trailing-data null'],
    ],
    [
      'a gzip member behind zeros',
      Buffer.concat([gzipSync(tar), Buffer.alloc(9), gzipSync(tar)]),
      ['trailing-data null'],
    ],
    ['a second gzip member', Buffer.concat([gzipSync(tar), gzipSync(end)]), ['second-gzip-member null']],
    ['an empty gzip member', Buffer.concat([gzipSync(''), gzipSync(tar)]), ['second-gzip-member null']],
  ])('%s', async (_name, bytes, odd) => {
    expect(await seen(bytes)).toEqual({ odd, installs: ['a'] });
  });

  it('files after a lone null block, which npm installs', async () => {
    const bytes = Buffer.concat([
      tar.subarray(0, 1024),
      end.subarray(0, 512),
      tarball([file('p/b')], { gzip: false }),
    ]);
    expect(await seen(bytes)).toEqual({ odd: ['trailing-data null'], installs: ['a', 'b'] });
  });

  it('files split over two gzip members, as npm joins them', async () => {
    const bytes = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);
    expect(await seen(bytes)).toEqual({ odd: ['second-gzip-member null'], installs: ['a'] });
  });
});

describe('readArchive finds nothing odd about', () => {
  it.each<[string, TarEntry[], string[]]>([
    ['folders', [{ path: 'p/', type: '5' }, { path: 'p/lib/', type: '5' }, file('p/lib/a')], ['lib/a']],
    [
      'a folder that states the size of its listing',
      [{ path: 'p/', type: '5', size: 4096 }, file('p/a')],
      ['a'],
    ],
    ['a folder written as a file, as before ustar', [{ path: 'p/lib/' }, file('p/lib/a')], ['lib/a']],
    ['a contiguous file', [{ ...file('p/a'), type: '7' }], ['a']],
    ['a file with the type of old archives', [{ ...file('p/a'), type: '\0' }], ['a']],
    [
      'another name for the package folder',
      [file('node-semver-1.0/a'), file('node-semver-1.0/b')],
      ['a', 'b'],
    ],
    ['doubled slashes', [file('p//a'), file('p/lib//b')], ['a', 'lib/b']],
    ['a path that did not fit the header', [file(long)], [longInstalled]],
    ['a GNU path that did not fit', [gnu('L', long), file(long.slice(0, 99))], [longInstalled]],
    ['a path that is not ASCII', [pax('p/e.md', { path: 'p/\u00e9.md' })], ['\u00e9.md']],
    ['a path that repeats the header', [pax('p/a', { path: 'p/a' })], ['a']],
    ['a size that repeats the header', [pax('p/a', { size: '1' })], ['a']],
    [
      'records of times, owners and attributes',
      [
        pax('p/a', {
          mtime: '1.5',
          uid: '501',
          'SCHILY.dev': '1',
          'LIBARCHIVE.creationtime': '1',
          'SCHILY.xattr.x': 'a\n\0b',
          'NODETAR.package.name': 'p',
        }),
      ],
      ['a'],
    ],
    [
      'the commit that git archive notes',
      [
        { ...rawPax(paxRecord('comment', 'f'.repeat(40))), path: 'pax_global_header', type: 'g' },
        file('p/a'),
      ],
      ['a'],
    ],
    ['two dots in a name', [file('p/a..b'), file('p/...')], ['...', 'a..b']],
    ['files whose folders differ in case', [file('p/Lib/a'), file('p/lib/b')], ['Lib/a', 'lib/b']],
    ['names that begin alike', [file('p/a'), file('p/a.js'), file('p/ab/c')], ['a', 'a.js', 'ab/c']],
    ['a name of 255 bytes', [pax('p/a', { path: `p/${'a'.repeat(255)}` })], ['a'.repeat(255)]],
    ['a name outside ASCII in the header itself', [file('p/\u00fc.js')], ['\u00fc.js']],
  ])('%s', async (_name, entries, installs) => {
    expect(await seen(tarball(entries))).toEqual({ odd: [], installs });
  });

  it('the owner of a large directory, in base 256', async () => {
    const header = tarHeader(file('p/a'), (block) => block.write('\x80\0\0\0\x3b\x9a\xca\0', 108, 'latin1'));
    expect(await seen(tarball([{ ...file('p/a'), rawHeader: header }]))).toEqual({
      odd: [],
      installs: ['a'],
    });
  });

  const tar = tarball([file('p/a')], { gzip: false });
  it.each<[string, Buffer]>([
    ['padding after the end', Buffer.concat([tar, Buffer.alloc(9000)])],
    ['padding after the gzip stream', Buffer.concat([gzipSync(tar), Buffer.alloc(5000)])],
    ['no end at all', gzipSync(tar.subarray(0, 1024))],
    ['half an end', gzipSync(tar.subarray(0, 1536))],
    ['a part of a null block', gzipSync(tar.subarray(0, 1100))],
  ])('%s', async (_name, bytes) => {
    expect(await seen(bytes)).toEqual({ odd: [], installs: ['a'] });
  });
});
