import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { accepts } from '../../../src/autotools/accepts.js';
import { releaseNameOf, upstreamVersion } from '../../../src/autotools/release-name.js';
import { parseSpec } from '../../../src/autotools/spec.js';
import { sourceTarball, toolSource } from '../../support/source-release.js';
import { npmTarball } from '../../support/tarball.js';

it.each([
  'deb:xz-utils',
  'deb:xz-utils@5.8.3',
  'pkg:deb/debian/xz-utils@5.8.3?arch=source',
  'pkg:generic/xz@5.8.3?download_url=https://example.org/xz.tar.gz',
  'https://example.org/xz-5.8.3.tar.xz',
  'https://example.org/v1.tar.gz?token=1',
  './xz-5.8.3.tar.xz',
  'file:../xz-5.8.3.tar.zst',
  '/tmp/xz_5.8.3.orig.tar.bz2',
  'xz-5.8.3.tar.lz',
])('takes %s for a source release', async (spec) => {
  expect(await accepts(spec)).toBe(true);
});

it.each([
  'xz',
  'lru-cache@11.3.6',
  '@scope/name@1',
  'pkg:npm/xz@1.0.0',
  './xz-1.0.0.tgz',
  'https://example.org/xz-1.0.0.tgz',
  'git+https://example.org/xz.tar.git',
  './there-is-none.tar.gz',
])('leaves %s to npm', async (spec) => {
  expect(await accepts(spec)).toBe(false);
});

it('tells a package in a .tar.gz from a source release by its package.json', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-specs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [packed, source] = [join(folder, 'tool-1.tar.gz'), join(folder, 'tool-2.tar.gz')];
  await writeFile(packed, npmTarball({ 'package.json': { name: 'tool', version: '1.0.0' } }));
  await writeFile(source, sourceTarball(toolSource, { compression: 'gzip' }));
  expect([await accepts(packed), await accepts(source)]).toEqual([false, true]);
});

it.each([
  ['xz-5.8.3.tar.xz', 'xz', '5.8.3'],
  ['xz-utils_5.8.3.orig.tar.xz', 'xz-utils', '5.8.3'],
  ['libevent-2.1.12-stable.tar.gz', 'libevent', '2.1.12-stable'],
  ['json-c-0.18-20240915.tar.gz', 'json-c', '0.18-20240915'],
  ['lib-v1.2.tar.gz', 'lib', '1.2'],
  ['flac_1.4.2+ds.orig.tar.xz', 'flac', '1.4.2+ds'],
])('reads the name and version in %s', (file, name, version) => {
  expect(releaseNameOf(file)).toEqual({ name, version });
});

it.each(['main.tar.gz', '1.2.3.tar.gz', '-1.tar.gz', ''])('finds no version in %s', (file) => {
  expect(releaseNameOf(file)).toBeNull();
});

it.each([
  ['5.8.3-1', '5.8.3'],
  ['1:1.0.6-9.2', '1.0.6'],
  ['1.4.2+ds-2', '1.4.2'],
  ['1.19+dfsg-1', '1.19'],
  ['1.5.4+dfsg2-5', '1.5.4'],
  ['30+20221128-1', '30+20221128'],
  ['2.1.12-stable-8', '2.1.12-stable'],
])('finds the version of the project in %s', (version, upstream) => {
  expect(upstreamVersion(version)).toBe(upstream);
});

it('reads an address with a checksum', async () => {
  const hex = 'a'.repeat(64);
  const spec = `pkg:generic/xz@5.8.3?download_url=https://example.org/f.tar.xz&checksum=sha1:00,sha256:${hex}`;
  expect(await parseSpec(spec)).toEqual({
    kind: 'address',
    url: 'https://example.org/f.tar.xz',
    named: { name: 'xz', version: '5.8.3' },
    sha256: hex,
  });
});

it.each([
  'pkg:generic/xz@5.8.3',
  'pkg:generic/xz@5.8.3?download_url=ftp://example.org/f.tar.xz',
  'pkg:generic/xz@5.8.3?download_url=https://example.org/f.tar.xz&checksum=md5:00',
  'pkg:deb/debian/xz-utils@5.8.3',
  'pkg:deb/ubuntu/xz-utils@5.8.3?arch=source',
  'deb:../../etc@1',
  'deb:--option',
  'deb:xz@$(id)',
  'https://user:secret@example.org/a-1.tar.gz',
])('refuses %s', async (spec) => {
  await expect(parseSpec(spec)).rejects.toMatchObject({ code: 'E_BAD_SPEC', exitCode: 2 });
});

it('reads or refuses any text, and throws nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('deb:', 'pkg:deb/debian/', 'pkg:generic/', 'https://', ''),
      fc.string(),
      async (start, rest) => {
        await parseSpec(start + rest).catch((error: { code?: string }) =>
          expect(error.code).toBe('E_BAD_SPEC'),
        );
      },
    ),
  );
});
