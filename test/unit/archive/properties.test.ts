import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../src/archive/error.js';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { npmTarball } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);

/** Reads a stream that comes in pieces of this many bytes. */
const reading = (bytes: Buffer, piece: number) => {
  const count = Math.ceil(bytes.length / piece);
  const pieces = Array.from({ length: count }, (_, at) => bytes.subarray(at * piece, (at + 1) * piece));
  return readArchive(Readable.from(pieces), { limits });
};

const name = fc.stringMatching(/^[a-z\u00e9\u4e2d][a-z0-9._-]{0,60}$/);
// A name with a dot is a file, one without a folder: no path is both.
const path = fc
  .tuple(
    fc.array(
      name.map((folder) => folder.replaceAll('.', '')),
      { maxLength: 5 },
    ),
    name,
  )
  .map(([folders, file]) => [...folders, `${file}.js`].join('/'));
const tree = fc
  .dictionary(path, fc.uint8Array({ maxLength: 2000 }), { minKeys: 1, maxKeys: 12, noNullPrototype: true })
  .map((files) => Object.entries(files).map(([file, bytes]) => [file, Buffer.from(bytes)] as const));

const honest = npmTarball({
  'package.json': { name: 'a' },
  [`${'long/'.repeat(30)}a.js`]: 'x'.repeat(700),
  b: '',
});
const damage = fc.record({
  flips: fc.array(fc.nat(), { maxLength: 4 }),
  bit: fc.integer({ min: 0, max: 7 }),
  keep: fc.option(fc.nat()),
  piece: fc.constantFrom(1, 7, 512, 100_000),
});

function damaged(
  bytes: Buffer,
  { flips, bit, keep }: { flips: number[]; bit: number; keep: number | null },
): Buffer {
  const copy = Buffer.from(bytes.subarray(0, keep === null ? bytes.length : keep % bytes.length));
  if (copy.length > 0) for (const flip of flips) copy[flip % copy.length]! ^= 1 << bit;
  return copy;
}

async function readsOrRefuses(bytes: Buffer, piece: number): Promise<void> {
  await reading(bytes, piece).catch((error: unknown) => expect(error).toBeInstanceOf(ArchiveError));
}

describe('readArchive', () => {
  it('finds every file of any tree with its own bytes, and nothing odd', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(1000, 65_536), async (files, piece) => {
        const { archive } = await reading(npmTarball(Object.fromEntries(files)), piece);
        const expected = files.map(([file, bytes]) => [
          file,
          createHash('sha256').update(bytes).digest('hex'),
        ]);
        expect(Object.fromEntries(archive.entries.map((entry) => [entry.path, entry.sha256]))).toEqual(
          Object.fromEntries(expected),
        );
        expect(archive.oddities).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('reads or refuses whatever is left of a damaged file', async () => {
    await fc.assert(
      fc.asyncProperty(damage, (how) => readsOrRefuses(damaged(honest, how), how.piece)),
      { numRuns: 300 },
    );
  });

  it('reads or refuses whatever is left of a damaged tar stream', async () => {
    await fc.assert(
      fc.asyncProperty(damage, (how) =>
        readsOrRefuses(gzipSync(damaged(gunzipSync(honest), how)), how.piece),
      ),
      { numRuns: 300 },
    );
  });

  it('reads nothing else because of a flipped bit of the compressed data', async () => {
    const { archive } = await reading(honest, 100);
    const everywhere = fc.integer({ min: 0, max: honest.length - 1 });
    await fc.assert(
      fc.asyncProperty(everywhere, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const bytes = Buffer.from(honest);
        bytes[at]! ^= 1 << bit;
        const read = await reading(bytes, 100).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'E_ARCHIVE_CORRUPT' });
          return null;
        });
        // Some bits mean nothing: the time in the header, what fills up the last byte of the data.
        if (read !== null) expect(read.archive.tarSha256).toBe(archive.tarSha256);
      }),
      { numRuns: 200 },
    );
  });
});
