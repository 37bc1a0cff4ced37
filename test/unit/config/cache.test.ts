import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheState, cacheTag, openCache } from '../../../src/config/cache-folder.js';
import { claimCache, lockFolder, useCache } from '../../../src/config/cache-lock.js';
import { cachePlace } from '../../../src/config/places.js';
import { temporaryFolder } from '../../support/folder.js';

describe('cachePlace', () => {
  it.each([
    ['there', { REPROVE_CACHE: '/b', XDG_CACHE_HOME: '/c', HOME: '/d' }, '/here/there'],
    [undefined, { REPROVE_CACHE: '/b', XDG_CACHE_HOME: '/c', HOME: '/d' }, '/b'],
    [undefined, { REPROVE_CACHE: '', XDG_CACHE_HOME: '/c', HOME: '/d' }, '/c/reprove'],
    [undefined, { XDG_CACHE_HOME: 'relative', HOME: '/d' }, '/d/.cache/reprove'],
    [undefined, { HOME: '/d' }, '/d/.cache/reprove'],
  ])('with --cache %s and %j is %s', (flag, env, place) => {
    expect(cachePlace(flag, { env, cwd: '/here' })).toBe(place);
  });
});

describe('openCache', () => {
  it('creates a folder for its owner alone and marks it', async () => {
    const cache = join(await temporaryFolder(), 'a', 'cache');
    await openCache(cache);
    expect((await stat(cache)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(cache, cacheTag), 'utf8')).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    );
    expect(await cacheState(cache)).toBe('ours');
  });

  it('takes its own folder again, and one whose mark was cut short', async () => {
    const cache = await temporaryFolder();
    await writeFile(join(cache, cacheTag), 'Signature: 8a47');
    await openCache(cache);
    await openCache(cache);
    expect(await cacheState(cache)).toBe('ours');
  });

  it.each([
    ['documents', 'thesis.txt', ''],
    [
      "another program's cache",
      cacheTag,
      'Signature: 8a477f597d28d172789f06886806bc55\n# created by cargo\n',
    ],
  ])('refuses %s', async (_, name, content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), content);
    await expect(openCache(folder)).rejects.toMatchObject({ code: 'E_CACHE_FOREIGN', exitCode: 4 });
    expect(await readdir(folder)).toEqual([name]);
  });

  it('says which folder cannot be used', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const failure = openCache(join(folder, 'file', 'cache'));
    await expect(failure).rejects.toMatchObject({ code: 'E_CACHE_UNUSABLE', exitCode: 4 });
    await expect(failure).rejects.toThrow(join(folder, 'file', 'cache'));
  });
});

describe('locks of the cache', () => {
  it('let many use it at once', async () => {
    const cache = await temporaryFolder();
    const releases = await Promise.all([useCache(cache), useCache(cache), useCache(cache)]);
    await Promise.all(releases.map((release) => release()));
    expect(await readdir(join(cache, lockFolder))).toEqual([]);
  });

  it('let nobody clear it while it is used', async () => {
    const cache = await temporaryFolder();
    const release = await useCache(cache);
    await expect(claimCache(cache)).rejects.toMatchObject({ code: 'E_CACHE_BUSY', exitCode: 4 });
    await release();
    await (await claimCache(cache))();
  });

  it('let nobody use or clear it while it is cleared', async () => {
    const cache = await temporaryFolder();
    const release = await claimCache(cache);
    await expect(useCache(cache)).rejects.toMatchObject({ code: 'E_CACHE_BUSY' });
    await expect(claimCache(cache)).rejects.toMatchObject({ code: 'E_CACHE_BUSY' });
    await release();
    await (await useCache(cache))();
  });

  it('are void when their holder was killed', async () => {
    const cache = await temporaryFolder();
    const left = join(cache, lockFolder, 'killed.lock');
    await mkdir(left, { recursive: true });
    const aMinuteAgo = Date.now() / 1_000 - 60;
    await utimes(left, aMinuteAgo, aMinuteAgo);
    await (await claimCache(cache))();
    expect(await readdir(join(cache, lockFolder))).toEqual([]);
  });
});
