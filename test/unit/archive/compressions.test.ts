import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { sourceForm } from '../../../src/archive/form.js';
import { readArchive } from '../../../src/archive/read.js';
import { defaultConfig } from '../../../src/config/defaults.js';
import { type CompressionName, compressed } from '../../support/compressed.js';
import { tarball } from '../../support/tarball.js';

const names: CompressionName[] = ['gzip', 'xz', 'bzip2', 'zstd', 'lzip'];
const limits = defaultConfig.archive;
const noise = randomBytes(1_200_000);
const tar = tarball(
  [
    { path: 'tool-1.0/configure', content: '#!/bin/sh\n', mode: 0o755 },
    { path: 'tool-1.0/noise', content: noise },
    { path: 'tool-1.0/text', content: 'the same line\n'.repeat(100_000) },
  ],
  { gzip: false },
);

const read = (bytes: Buffer, pieces = 65_536) => {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieces) parts.push(bytes.subarray(at, at + pieces));
  return readArchive(Readable.from(parts), { limits, form: sourceForm }).then(({ archive }) => archive);
};

describe.each(names)('%s', (name) => {
  const packed = compressed(tar, name);

  it('gives the very archive, however its bytes come in', async () => {
    const plain = await read(tar);
    for (const pieces of [997, 65_536, packed.length]) {
      const archive = await read(packed, pieces);
      expect(archive.entries).toEqual(plain.entries);
      expect(archive.tarSha256).toBe(plain.tarSha256);
      expect(archive.oddities).toEqual([]);
    }
  });

  it('tells bytes after its end', async () => {
    const { oddities } = await read(Buffer.concat([packed, Buffer.from('payload')]));
    expect(oddities).toEqual([
      expect.objectContaining({
        kind: 'trailing-data',
        detail: '7 bytes other than zero follow the compressed data.',
      }),
    ]);
  });

  it('tells a second stream, whatever is in it', async () => {
    const second = compressed(tarball([{ path: 'tool-1.0/evil', content: 'x' }], { gzip: false }), name);
    const { oddities, entries } = await read(Buffer.concat([packed, second]));
    const kinds = oddities.map(({ kind }) => kind);
    expect(kinds).toContain(name === 'gzip' ? 'second-gzip-member' : 'second-stream');
    expect(kinds).toContain('trailing-data');
    expect(entries.map(({ path }) => path)).not.toContain('evil');
  });

  it('takes no stream of another kind after it', async () => {
    const other = names.find((one) => one !== name)!;
    const { oddities } = await read(Buffer.concat([packed, compressed(tar, other)]));
    expect(oddities.map(({ kind }) => kind)).toEqual(['trailing-data']);
  });

  it.each([0.3, 0.9, 0.9999])('refuses what is cut off at %d', async (share) => {
    const cut = packed.subarray(0, Math.floor(packed.length * share));
    await expect(read(cut)).rejects.toMatchObject({ code: 'E_ARCHIVE_CORRUPT' });
  });

  it('refuses what is damaged, or gives other bytes than the tar reader accepts', async () => {
    const damaged = Buffer.from(packed);
    for (let at = 40; at < 80; at++) damaged[at]! ^= 0xff;
    await expect(read(damaged)).rejects.toMatchObject({ code: 'E_ARCHIVE_CORRUPT' });
  });

  it('stops at the limits', async () => {
    const bomb = compressed(
      tarball([{ path: 'tool-1.0/zeros', content: Buffer.alloc(24 * 2 ** 20) }], { gzip: false }),
      name,
    );
    const small = { ...limits, ratio: 10 };
    await expect(
      readArchive(Readable.from([bomb]), { limits: small, form: sourceForm }),
    ).rejects.toMatchObject({ code: 'E_ARCHIVE_RATIO' });
  });
});

it('reads a package as npm does: other compressions are none', async () => {
  await expect(readArchive(Readable.from([compressed(tar, 'xz')]), { limits })).rejects.toMatchObject({
    code: 'E_ARCHIVE_CORRUPT',
  });
});
