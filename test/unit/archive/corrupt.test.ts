import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../src/archive/error.js';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import {
  npmTarball,
  paxRecord,
  type TarEntry,
  tarball,
  tarHeader,
  withChecksum,
} from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const reading = (bytes: Buffer) => readArchive(Readable.from([bytes]), { limits });
const honest = npmTarball({ 'package.json': {}, 'index.js': 'module.exports = 1;\n'.repeat(50) });
const tar = tarball([{ path: 'package/a', content: 'a' }], { gzip: false });
const file: TarEntry = { path: 'package/a', content: 'a' };

/** A header with one field overwritten, and its checksum made right again. */
function withField(at: number, text: string): TarEntry {
  return { ...file, rawHeader: tarHeader(file, (header) => header.write(text, at, 'latin1')) };
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 0xff;
  return copy;
}

describe('readArchive refuses', () => {
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['what is neither gzip nor tar', Buffer.from('<!doctype html>'.repeat(100))],
    ['less than a block of it', Buffer.from('<!doctype html>')],
    ['an archive of nothing', tarball([])],
    [
      'a size that is stated before another extended header',
      tarball([
        { path: 'PaxHeader', type: 'x', content: paxRecord('size', '0') },
        { path: 'PaxHeader', type: 'x', content: paxRecord('path', 'package/b') },
        file,
      ]),
    ],
    ['a zip file', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600, 1)])],
    ['a gzip header that is cut off', honest.subarray(0, 6)],
    ['compressed data that is cut off', honest.subarray(0, honest.length - 20)],
    ['a gzip checksum that is cut off', honest.subarray(0, honest.length - 3)],
    ['a wrong gzip checksum', changed(honest, -6)],
    ['a wrong gzip length', changed(honest, -2)],
    ['another compression inside gzip', changed(honest, 2)],
    ['a gzip header with flags of the future', changed(honest, 3)],
    ['a second member that is damaged', Buffer.concat([honest, honest.subarray(0, 60)])],
    ['a tar archive that is cut off in a file', gzipSync(tar.subarray(0, 513))],
    ['a tar archive that is cut off in the padding', gzipSync(tar.subarray(0, 1023))],
    ['a wrong header checksum', gzipSync(changed(tar, 3))],
  ])('%s', async (_name, bytes) => {
    await expect(reading(bytes)).rejects.toMatchObject({ code: 'E_ARCHIVE_CORRUPT', exitCode: 3 });
  });

  it.each<[string, TarEntry[]]>([
    ['a size that is no number', [withField(124, 'many bytes  ')]],
    ['a size below zero', [withField(124, '-0000000001 ')]],
    ['a size after NULs, which some skip', [withField(124, '\0\0\x000000001 ')]],
    ['a negative size in base 256', [withField(124, '\xff'.repeat(12))]],
    ['a size beyond all bounds', [withField(124, `\x80${'\x7f'.repeat(11)}`)]],
    ['a mode that makes npm drop the header', [withField(100, '\xff006')]],
    ['a time that makes npm drop the header', [withField(136, '\x81')]],
    ['a device that makes npm drop the header', [withField(329, '\x80\x7f')]],
    ['an access time that makes npm drop the header', [withField(476, '\x90')]],
    ['a header without a path', [{ ...file, path: '' }]],
    ['a file with the target of a link, whose bytes npm takes for headers', [{ ...file, linkname: 'b' }]],
    ['a link without a target', [{ ...file, type: '2' }]],
    ['an empty extended header', [{ path: 'PaxHeader/a', type: 'x' }, file]],
    ['an extended header without a path', [{ path: '', type: 'x', content: paxRecord('a', 'b') }, file]],
    ['a path that is overridden by none', [{ ...file, pax: { path: '' } }]],
    ['a PAX size that is no number', [{ ...file, pax: { size: '0x1' } }]],
    ['a size for all files', [{ path: 'g', type: 'g', content: paxRecord('size', '1') }, file]],
    [
      'a PAX size of a type that npm gives none',
      [{ ...file, type: 'V', size: 1, pax: { size: '513' } }, file],
    ],
    ['a folder with a body, written as before ustar', [{ ...file, path: 'package/a/' }, file]],
    ['the extended header of Solaris', [{ path: 'X', type: 'X', content: paxRecord('path', 'p/b') }, file]],
    ['the rename table of old GNU tar', [{ path: 'N', type: 'N', content: 'p/b\0' }, file]],
    [
      'an extended header longer than npm reads',
      [{ path: 'PaxHeader/a', type: 'x', content: paxRecord('comment', 'x'.repeat(2 ** 20)) }, file],
    ],
    [
      'a row of extended headers',
      [...Array<TarEntry>(9).fill({ path: 'PaxHeader/a', type: 'x', content: paxRecord('a', 'b') }), file],
    ],
  ])('%s', async (_name, entries) => {
    await expect(reading(tarball(entries))).rejects.toMatchObject({ code: 'E_ARCHIVE_CORRUPT' });
  });

  it('a checksum that is not written as a number', async () => {
    const header = withChecksum(tarHeader(file));
    header.fill(' ', 148, 156);
    await expect(reading(tarball([{ ...file, rawHeader: header }]))).rejects.toBeInstanceOf(ArchiveError);
  });

  it('with one line and what to do', async () => {
    const error = await reading(Buffer.alloc(0)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: 'The archive is not readable: there is nothing in it, or it is no tar archive.',
      hint: expect.stringContaining('Fetch it again'),
    });
  });
});
