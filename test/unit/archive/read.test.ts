import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { temporaryFolder } from '../../support/folder.js';
import { npmTarball, tarball, tarHeader, withChecksum } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const read = async (bytes: Buffer) => (await readArchive(Readable.from([bytes]), { limits })).archive;
const hash = (algorithm: string, text: string | Buffer) => createHash(algorithm).update(text).digest('hex');

describe('readArchive', () => {
  it('lists the files in order of path, each with sha256 and git blob id', async () => {
    const archive = await read(npmTarball({ 'package.json': { a: 1 }, 'lib/a.js': 'a\n', 'empty.txt': '' }));
    expect(archive.entries.map(({ path }) => path)).toEqual(['empty.txt', 'lib/a.js', 'package.json']);
    expect(archive.entries[1]).toEqual({
      path: 'lib/a.js',
      mode: 0o644,
      size: 2,
      sha256: hash('sha256', 'a\n'),
      gitBlob: hash('sha1', 'blob 2\0a\n'),
    });
    // What `git hash-object` says of an empty file.
    expect(archive.entries[0]?.gitBlob).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(archive.oddities).toEqual([]);
  });

  it('states integrity and shasum of the stored bytes, and the hash of the tar stream', async () => {
    const bytes = npmTarball({ 'index.js': '1' });
    const archive = await read(bytes);
    expect(archive.integrity).toBe(`sha512-${createHash('sha512').update(bytes).digest('base64')}`);
    expect(archive.shasum).toBe(hash('sha1', bytes));
    expect(archive.tarSha256).toBe(hash('sha256', gunzipSync(bytes)));
    expect([archive.compressedBytes, archive.bytes]).toEqual([bytes.length, gunzipSync(bytes).length]);
  });

  it('hashes what follows the end of the archive too', async () => {
    const tar = Buffer.concat([tarball([{ path: 'package/a' }], { gzip: false }), Buffer.alloc(700)]);
    const archive = await read(tar);
    expect([archive.bytes, archive.tarSha256]).toEqual([tar.length, hash('sha256', tar)]);
  });

  it('reads a file of the disk, in whatever pieces a stream comes', async () => {
    const bytes = npmTarball({ 'package.json': { a: 1 }, 'index.js': 'x'.repeat(3000) });
    const path = join(await temporaryFolder(), 'a.tgz');
    await writeFile(path, bytes);
    const fromDisk = await readArchive(path, { limits });
    const byteByByte = Readable.from(Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)));
    expect(await readArchive(byteByByte, { limits })).toEqual(fromDisk);
    expect(fromDisk.archive.entries).toHaveLength(2);
  });

  it('keeps the contents it is asked for', async () => {
    const bytes = npmTarball({ 'package.json': '{"a":1}', 'index.js': '1' });
    const keep = new Set(['package.json', 'absent.js']);
    const { kept } = await readArchive(Readable.from([bytes]), { limits, keep });
    expect([...kept].map(([path, content]) => [path, content.toString()])).toEqual([
      ['package.json', '{"a":1}'],
    ]);
  });

  it('keeps the content that installs, and none when that is too large', async () => {
    const keep = new Set(['package.json']);
    const twice = (last: string | Buffer) =>
      tarball([
        { path: 'package/package.json', content: 'first' },
        { path: 'package/package.json', content: last },
      ]);
    const small = await readArchive(Readable.from([twice('last')]), { limits, keep });
    expect(small.kept.get('package.json')?.toString()).toBe('last');
    const large = await readArchive(Readable.from([twice(Buffer.alloc(4 * 2 ** 20 + 1))]), { limits, keep });
    expect(large.kept.size).toBe(0);
  });

  it('strips any first component and normalises the rest', async () => {
    const archive = await read(
      tarball([
        { path: 'any/./a.js' },
        { path: 'any//b.js' },
        { path: 'any/lib/../lib.js' },
        { path: 'any/c' },
      ]),
    );
    expect(archive.entries.map(({ path }) => path)).toEqual(['a.js', 'b.js', 'c']);
  });

  it('reads a plain tar archive, as npm does', async () => {
    const archive = await read(tarball([{ path: 'package/a', content: 'a' }], { gzip: false }));
    expect(archive.entries.map(({ path }) => path)).toEqual(['a']);
  });

  it('keeps mode bits, and takes the usual mode for one that is no number', async () => {
    const odd = tarHeader({ path: 'package/b' }, (header) => header.write('rw-rw-r-', 100));
    const archive = await read(
      tarball([
        { path: 'package/a', mode: 0o100755 },
        { path: 'package/b', rawHeader: odd },
      ]),
    );
    expect(archive.entries.map(({ mode }) => mode)).toEqual([0o755, 0o644]);
  });

  it('reads headers from before ustar and of GNU, which have no prefix', async () => {
    const old = tarHeader({ path: 'package/old' }, (header) => header.fill(0, 257, 512));
    const gnu = tarHeader({ path: 'package/gnu' }, (header) => {
      header.write('ustar  \0', 257, 'latin1');
      header.write('not a prefix', 345);
    });
    const archive = await read(
      tarball([
        { path: 'package/old', rawHeader: old },
        { path: 'package/gnu', rawHeader: gnu },
      ]),
    );
    expect(archive.entries.map(({ path }) => path)).toEqual(['gnu', 'old']);
  });

  it('puts the prefix of a ustar header before its name', async () => {
    const header = tarHeader({ path: 'long-name.js' }, (block) => block.write('package/lib', 345));
    const archive = await read(tarball([{ path: 'long-name.js', rawHeader: header }]));
    expect(archive.entries.map(({ path }) => path)).toEqual(['lib/long-name.js']);
  });

  it('reads a size in base 256, as GNU tar writes large ones', async () => {
    const header = tarHeader({ path: 'package/a' });
    header.fill(0, 124, 136);
    header[124] = 0x80;
    header[135] = 3;
    const archive = await read(
      tarball([{ path: 'package/a', content: 'abc', rawHeader: withChecksum(header) }]),
    );
    expect(archive.entries[0]).toMatchObject({ size: 3, sha256: hash('sha256', 'abc') });
  });

  it('lets an error of the stream through as it is', async () => {
    const broken = new Error('connection reset');
    const source = Readable.from(
      (async function* () {
        yield npmTarball({ 'index.js': '1' }).subarray(0, 40);
        throw broken;
      })(),
    );
    await expect(readArchive(source, { limits })).rejects.toBe(broken);
  });

  it('stops with the reason of its signal, also when the stream says nothing', async () => {
    const abort = new AbortController();
    const reading = readArchive(new Readable({ read() {} }), { limits, signal: abort.signal });
    const reason = new Error('interrupted');
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
