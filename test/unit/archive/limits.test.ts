import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { type TarEntry, tarball } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const reading = (entries: TarEntry[], lower: Partial<typeof limits>, end = Buffer.alloc(1024)) =>
  readArchive(Readable.from([tarball(entries, { end })]), { limits: { ...limits, ...lower } });
const three = ['a', 'b', 'c'].map((name) => ({ path: `package/${name}` }));

describe('readArchive stops at', () => {
  it('too many entries, folders and links among them', async () => {
    const entries = [...three, { path: 'package/d/', type: '5' }];
    await expect(reading(entries, { entries: 3 })).rejects.toMatchObject({
      code: 'E_ARCHIVE_TOO_MANY_ENTRIES',
      hint: expect.stringContaining("'archive.entries'"),
      exitCode: 3,
    });
    await expect(reading(entries, { entries: 4 })).resolves.toBeDefined();
  });

  it('too many bytes', async () => {
    await expect(reading(three, { bytes: 2559 })).rejects.toMatchObject({
      code: 'E_ARCHIVE_TOO_LARGE',
      hint: expect.stringContaining("'archive.bytes'"),
      exitCode: 3,
    });
    await expect(reading(three, { bytes: 2560 })).resolves.toBeDefined();
  });

  it('bytes after the end too', async () => {
    const bytes = 2560;
    await expect(reading(three, { bytes }, Buffer.alloc(1025))).rejects.toMatchObject({
      code: 'E_ARCHIVE_TOO_LARGE',
    });
  });

  it('a size that a header only claims', async () => {
    const claimed = [{ path: 'package/a', size: 2 ** 30 }];
    await expect(reading(claimed, {})).rejects.toMatchObject({ code: 'E_ARCHIVE_CORRUPT' });
  });

  it('too much expansion, beyond the first MiB', async () => {
    const zeros = (bytes: number) => [{ path: 'package/a', content: Buffer.alloc(bytes) }];
    await expect(reading(zeros(3 * 2 ** 20), { ratio: 100 })).rejects.toMatchObject({
      code: 'E_ARCHIVE_RATIO',
      hint: expect.stringContaining("'archive.ratio'"),
      exitCode: 3,
    });
    await expect(reading(zeros(2 ** 20 - 2048), { ratio: 1 })).resolves.toBeDefined();
  });

  it('a path that is too long, wherever it is stated', async () => {
    const path = `package/${'a/'.repeat(100)}a`;
    await expect(reading([{ path }], { pathBytes: path.length - 1 })).rejects.toMatchObject({
      code: 'E_ARCHIVE_PATH_TOO_LONG',
      hint: expect.stringContaining("'archive.pathBytes'"),
      exitCode: 3,
    });
    await expect(reading([{ path }], { pathBytes: path.length })).resolves.toBeDefined();
  });
});
