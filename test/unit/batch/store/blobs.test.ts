import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bucketPlace } from '../../../../src/batch/store/blob-place.js';
import { type BlobPlace, openBlobs } from '../../../../src/batch/store/blobs.js';

const require = createRequire(import.meta.url);
let folder: string;
let bucket: BlobPlace;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprove-blobs-'));
  const S3rver = require('s3rver');
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'reports', configs: [] }],
  });
  const { port } = await server.run();
  stop = () => server.close();
  const secret = join(folder, 'secret');
  await writeFile(secret, 'S3RVER\n');
  bucket = (await bucketPlace({
    cwd: folder,
    env: {
      REPROVE_BLOBS: 's3://reports/team',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY_FILE: secret,
    },
  }))!;
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['folder', 'bucket'] as const)('%s', (kind) => {
  const open = () => openBlobs(kind === 'bucket' ? bucket : { kind, folder: join(folder, 'blobs') });

  test('a text comes back, is listed, and goes', async () => {
    const blobs = await open();
    const { digest, bytes } = await blobs.write('a report — of some length');
    expect(bytes).toBe(27);
    expect(await blobs.read(digest)).toBe('a report — of some length');
    const listed = [];
    for await (const one of blobs.list()) listed.push(one.digest);
    expect(listed).toEqual([digest]);
    await blobs.remove(digest);
    expect(await blobs.read(digest)).toBeNull();
  });
});

test('a damaged file is noticed, and mended by writing it again', async () => {
  const place = join(folder, 'damaged');
  const blobs = await openBlobs({ kind: 'folder', folder: place });
  const { digest } = await blobs.write('whole');
  await writeFile(join(place, digest.slice(0, 2), `${digest.slice(2)}.gz`), 'half');
  await expect(blobs.read(digest)).rejects.toMatchObject({ code: 'E_BLOB_CHANGED', exitCode: 4 });
  await blobs.write('whole');
  expect(await blobs.read(digest)).toBe('whole');
  expect(await readdir(join(place, digest.slice(0, 2)))).toHaveLength(1);
});

test('a bucket that is not there says so, and never says the secret', async () => {
  if (bucket.kind !== 'bucket') throw new Error('no bucket');
  const blobs = await openBlobs({ ...bucket, bucket: 'absent' });
  const failure = await blobs.write('x').catch((error: Error) => error);
  expect(failure).toMatchObject({ code: 'E_BLOBS_UNREACHABLE', exitCode: 4 });
});
