import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { generalNormalizers } from '../../../../src/compare/normalizers/index.js';
import { npmNormalizers } from '../../../../src/npm/normalizers/index.js';
import { compared, evidenceKinds } from '../../../support/comparison.js';

/** A grey picture, compressed as said. */
function png(level: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const size = Buffer.from([0, 0, 0, 16, 0, 0, 0, 16, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(17 * 16), { level });
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// Whoever decodes them may have a hole that one encoding reaches and the other doesn't, and what is not seen has room in both.
it.each([
  'png',
  'jpg',
  'jpeg',
  'gif',
  'webp',
  'avif',
  'ico',
  'bmp',
  'woff',
  'woff2',
  'ttf',
  'otf',
  'eot',
  'wasm',
  'node',
  'pdf',
  'mp3',
  'mp4',
  'br',
  'zst',
  'xz',
  '7z',
])('nothing is normalized in a .%s', (ending) => {
  const asked = [...generalNormalizers, ...npmNormalizers].filter(({ applies }) => applies(`a/b.${ending}`));
  expect(asked.map(({ name }) => name)).toEqual([]);
});

it('a picture of the same pixels is not the same picture', async () => {
  const [release, source] = [png(9), png(0)].map((content) => ({ 'a.png': content }));
  expect(evidenceKinds(await compared({ release: release!, source: source! }))).toEqual({ 'a.png': 'none' });
});
