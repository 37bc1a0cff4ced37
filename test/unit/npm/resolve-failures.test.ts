import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import { registryError } from '../../../src/npm/registry-error.js';
import type { Answer, ServedPackage } from '../../support/registry.js';
import { resolveWorld, version } from '../../support/resolve-world.js';
import { npmTarball } from '../../support/tarball.js';

const one: ServedPackage = {
  name: 'one',
  versions: ['1.0.0', '1.1.0', '1.2.0', '2.0.0'].map((number) => version('one', number)),
  tags: { latest: '2.0.0', next: '2.0.0' },
};
const tarballPath = '/one/-/one-2.0.0.tgz';
const noRetries = { npm_config_fetch_retries: '0' };
const withDist = (distOverrides: object): ServedPackage => ({
  name: 'one',
  versions: [{ ...version('one', '2.0.0'), distOverrides }],
});

/** All files of the store, relative; what a failed download may leave is nothing. */
async function kept(cache: string): Promise<string[]> {
  const found = await readdir(join(cache, 'tarballs'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('what does not exist', () => {
  it.each([
    ['nobody-has-this', 'E_NO_SUCH_PACKAGE', /no package nobody-has-this/],
    ['one@1.1.1', 'E_NO_SUCH_VERSION', /closest are 1\.0\.0, 1\.1\.0 and 1\.2\.0; latest is 2\.0\.0/],
    ['one@9.9.9', 'E_NO_SUCH_VERSION', /closest are 1\.2\.0 and 2\.0\.0/],
    ['one@nightly', 'E_NO_SUCH_VERSION', /no tag nightly; its tags are latest and next/],
    ['one@^7', 'E_NO_SUCH_VERSION', /newest are 1\.2\.0 and 2\.0\.0/],
  ])('%s: %s, exit 2', async (spec, code, message) => {
    const world = await resolveWorld([one]);
    const error = await world.failure(spec);
    expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringMatching(message) });
    expect(error.message).not.toContain('\n');
    expect(world.told).toEqual([]);
  });

  it('hints at credentials for a scope', async () => {
    const world = await resolveWorld([]);
    expect((await world.failure('@team/x')).hint).toContain('@team:registry');
  });

  it('an unpublished package, with the day', async () => {
    const world = await resolveWorld([]);
    const unpublished = { time: '2021-03-04T05:06:07.000Z', versions: ['1.0.0'] };
    world.local.respondWith('/gone', { body: { name: 'gone', time: { unpublished } } });
    expect(await world.failure('gone')).toMatchObject({
      code: 'E_UNPUBLISHED',
      exitCode: 2,
      message: 'gone was unpublished on 2021-03-04',
    });
  });

  it('but a package that was unpublished once and has versions again does', async () => {
    const world = await resolveWorld([one]);
    const served = (await (await fetch(`${world.local.url}/one`)).json()) as { time: object };
    const unpublished = { time: '2021-03-04T05:06:07.000Z' };
    world.local.respondWith('/one', { body: { ...served, time: { ...served.time, unpublished } } });
    expect((await world.resolve('one')).release.version).toBe('2.0.0');
  });

  it('an unpublished version, with the day it was published', async () => {
    const world = await resolveWorld([]);
    const full = {
      name: 'one',
      'dist-tags': {},
      versions: { '1.0.0': {} },
      time: { '1.5.0': '2020-01-02T00:00:00Z' },
    };
    world.local.respondWith('/one', { body: full });
    expect(await world.failure('one@1.5.0')).toMatchObject({
      code: 'E_UNPUBLISHED',
      message: expect.stringContaining('2020-01-02'),
    });
  });

  it('a tarball that the registry lists and lacks', async () => {
    const world = await resolveWorld([one], noRetries);
    world.local.respondWith(tarballPath, { status: 404 });
    expect(await world.failure('one')).toMatchObject({ code: 'E_TARBALL_MISSING', exitCode: 4 });
  });
});

describe('a registry that fails', () => {
  it.each<[string, Answer, string, number]>([
    ['401', { status: 401 }, 'E_REGISTRY_UNAUTHORIZED', 2],
    ['403', { status: 403 }, 'E_REGISTRY_FORBIDDEN', 2],
    ['451', { status: 451 }, 'E_REGISTRY_FORBIDDEN', 2],
    ['429', { status: 429 }, 'E_RATE_LIMITED', 4],
    ['500', { status: 500 }, 'E_REGISTRY_FAILED', 4],
    ['503', { status: 503 }, 'E_REGISTRY_FAILED', 4],
    ['no JSON', { body: '<html>' }, 'E_MALFORMED_PACKUMENT', 4],
    ['an array', { body: [] }, 'E_MALFORMED_PACKUMENT', 4],
    ['null', { body: 'null' }, 'E_MALFORMED_PACKUMENT', 4],
    ['another package', { body: { name: 'two', versions: {} } }, 'E_MALFORMED_PACKUMENT', 4],
    ['versions that are none', { body: { name: 'one', versions: 'all' } }, 'E_MALFORMED_PACKUMENT', 4],
    ['half a body', { body: 'x'.repeat(1_000), half: true }, 'E_REGISTRY_UNREACHABLE', 4],
  ])('with %s', async (_, answer, code, exitCode) => {
    const world = await resolveWorld([one], noRetries);
    world.local.respondWith('/one', answer);
    const error = await world.failure('one');
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).not.toContain('\n');
    expect(error.hint).toBeTruthy();
  });

  it.each<[string, Answer]>([
    ['that answers nothing', { hang: true }],
    ['that stops in the middle', { body: 'x'.repeat(1_000), stall: true }],
  ])('is given up on after the configured time: one %s', async (_, answer) => {
    const world = await resolveWorld([one], { ...noRetries, npm_config_fetch_timeout: '200' });
    world.local.respondWith('/one', answer);
    expect(await world.failure('one')).toMatchObject({ code: 'E_REGISTRY_TIMEOUT', exitCode: 4 });
  });

  it('is out of reach', async () => {
    const world = await resolveWorld([], { ...noRetries, npm_config_registry: 'http://127.0.0.1:9/' });
    expect(await world.failure('one')).toMatchObject({
      code: 'E_REGISTRY_UNREACHABLE',
      exitCode: 4,
      message: expect.stringContaining('127.0.0.1:9'),
    });
  });

  it.each<[string, string, Answer]>([
    ['a 503', '/one', { status: 503, times: 2 }],
    ['half a packument', '/one', { body: 'x'.repeat(1_000), half: true, times: 1 }],
    ['half a tarball', tarballPath, { body: 'x'.repeat(1_000), half: true, times: 1 }],
    ['a 429 without retry-after', tarballPath, { status: 429, times: 1 }],
  ])('is asked again after %s', async (_, path, answer) => {
    const world = await resolveWorld([one]);
    world.local.respondWith(path, answer);
    expect((await world.resolve('one')).release.version).toBe('2.0.0');
    expect(world.told.join('\n')).toContain('asking again');
  });

  it('is asked as often as npm is configured to', async () => {
    const world = await resolveWorld([one], { npm_config_fetch_retries: '3' });
    world.local.respondWith('/one', { status: 500 });
    await world.failure('one');
    expect(world.local.requests).toHaveLength(4);
  });

  it('is left alone as long as retry-after asks', async () => {
    const world = await resolveWorld([one]);
    world.local.respondWith('/one', { status: 429, headers: { 'retry-after': '1' }, times: 1 });
    const before = Date.now();
    await world.resolve('one');
    expect(Date.now() - before).toBeGreaterThanOrEqual(950);
  });

  it('is not waited for when retry-after asks for too long', async () => {
    const world = await resolveWorld([one]);
    world.local.respondWith('/one', { status: 429, headers: { 'retry-after': '3600' } });
    expect(await world.failure('one')).toMatchObject({
      code: 'E_RATE_LIMITED',
      message: expect.stringContaining('3600 seconds'),
    });
    expect(world.local.requests).toHaveLength(1);
  });

  it('does not keep an interrupted run waiting', async () => {
    const world = await resolveWorld([one]);
    world.local.respondWith('/one', { hang: true });
    const controller = new AbortController();
    const reason = new Error('interrupted');
    setTimeout(() => controller.abort(reason), 50);
    expect(await world.failure('one', { signal: controller.signal })).toBe(reason);
  });

  it.each([
    ['ENOSPC', 'E_NO_SPACE', 4],
    ['EDQUOT', 'E_NO_SPACE', 4],
    ['EROFS', 'E_CACHE_UNUSABLE', 4],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'E_REGISTRY_UNTRUSTED', 4],
    ['ENOTFOUND', 'E_REGISTRY_UNREACHABLE', 4],
    ['ECONNRESET', 'E_REGISTRY_UNREACHABLE', 4],
    ['EIDLETIMEOUT', 'E_REGISTRY_TIMEOUT', 4],
    ['ERR_INVALID_URL', 'E_REGISTRY_ADDRESS', 2],
  ])("means by the system's %s: %s", (system, code, exitCode) => {
    const cause = Object.assign(new Error('secret'), { code: system });
    const error = registryError(cause, {
      what: 'it',
      name: 'one',
      address: 'https://u:secret@host.example/one',
    });
    expect(error).toMatchObject({ code, exitCode });
    expect(`${error.message} ${error.hint}`).not.toContain('secret');
  });
});

describe('a tarball that is not what the registry states', () => {
  const other = npmTarball({ 'package.json': '{"name":"one","version":"2.0.0"}', 'index.js': 'evil();\n' });

  it.each<[string, ServedPackage]>([
    ['by integrity', one],
    ['by SHA-1 alone', withDist({ integrity: undefined })],
    ['by SHA-256', withDist({ integrity: `sha256-${'A'.repeat(43)}=` })],
  ])('is refused and not kept: %s', async (_, served) => {
    const world = await resolveWorld([served], noRetries);
    world.local.respondWith(tarballPath, { body: other });
    const error = await world.failure('one@2.0.0');
    expect(error).toMatchObject({ code: 'E_INTEGRITY', exitCode: 4 });
    expect(error.message).toMatch(/expected sha\d+-\S+, got sha\d+-\S+/);
    expect(await kept(world.cache)).toEqual([]);
  });

  it('is not asked for a second time: the bytes would be no better', async () => {
    const world = await resolveWorld([one]);
    world.local.respondWith(tarballPath, { body: other });
    await world.failure('one@2.0.0');
    expect(world.local.requests.filter(({ path }) => path === tarballPath)).toHaveLength(1);
  });

  it.each([
    ['an integrity that is none', { integrity: 'yes' }],
    ['an integrity of an unknown kind', { integrity: 'crc32-AAAA' }],
    ['a shasum that is none', { integrity: undefined, shasum: 'ff' }],
    ['an address of a file', { tarball: 'file:///etc/passwd' }],
    ['an address of another kind', { tarball: 'ftp://host.example/x.tgz' }],
    ['an address that is a path', { tarball: '/one-2.0.0.tgz' }],
    ['no address', { tarball: undefined }],
  ])('is never asked for with %s', async (_, dist) => {
    const world = await resolveWorld([withDist(dist)], noRetries);
    expect(await world.failure('one@2.0.0')).toMatchObject({ code: 'E_MALFORMED_PACKUMENT', exitCode: 4 });
    expect(world.local.requests.map(({ path }) => path)).toEqual(['/one']);
  });

  it('is read without a statement where the registry makes none', async () => {
    const world = await resolveWorld([withDist({ integrity: undefined, shasum: undefined })]);
    expect((await world.resolve('one')).release.publishedIntegrity).toBeNull();
  });

  it('is cut off when it has no end', async () => {
    const world = await resolveWorld([one], noRetries);
    const config = configSchema.parse({ archive: { bytes: 100 } });
    expect(await world.failure('one', { config })).toMatchObject({
      code: 'E_ARCHIVE_TOO_LARGE',
      exitCode: 3,
    });
    expect(await kept(world.cache)).toEqual([]);
  });

  it('is inconclusive when it is broken as published', async () => {
    const tarball = one.versions[0]!.tarball.subarray(0, 60);
    const world = await resolveWorld([{ name: 'one', versions: [{ version: '1.0.0', tarball }] }]);
    expect(await world.failure('one')).toMatchObject({ code: 'E_ARCHIVE_CORRUPT', exitCode: 3 });
    expect(await world.failure('one')).toMatchObject({ code: 'E_ARCHIVE_CORRUPT', exitCode: 3 });
  });
});

describe('credentials', () => {
  it('go to their registry, and nowhere else', async () => {
    const elsewhere = await resolveWorld([one]);
    const served = withDist({ tarball: `${elsewhere.local.url}${tarballPath}` });
    const world = await resolveWorld([served]);
    const host = new URL(world.local.url).host;
    await writeFile(join(process.env.HOME!, '.npmrc'), `//${host}/:_authToken=s3cret\n`);
    await world.resolve('one@2.0.0');
    expect(world.local.requests[0]!.headers.authorization).toBe('Bearer s3cret');
    expect(elsewhere.local.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('appear in no message', async () => {
    const world = await resolveWorld([one], noRetries);
    const url = new URL(world.local.url);
    await writeFile(
      join(process.env.HOME!, '.npmrc'),
      `registry=http://user:s3cret@${url.host}/\n//${url.host}/:_authToken=s3cret\n`,
    );
    for (const status of [401, 403, 404, 429, 500]) {
      world.local.respondWith('/one', { status, body: { error: 's3cret' } });
      const { message, hint } = await world.failure('one');
      expect(`${message} ${hint} ${world.told.join(' ')}`).not.toContain('s3cret');
    }
  });
});
