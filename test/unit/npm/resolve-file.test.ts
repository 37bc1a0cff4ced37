import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.js';
import { resolveWorld, version } from '../../support/resolve-world.js';
import { npmTarball } from '../../support/tarball.js';

const served = {
  ...version('one', '1.0.0', { repository: 'team/one' }),
  publishedAt: '2024-05-06T07:08:09.000Z',
};
const one = { name: 'one', versions: [served] };

async function file(bytes: Buffer, name = 'x.tgz'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, bytes);
  return path;
}

describe('a tarball from a file', () => {
  it('is the release that its package.json says, with what the registry knows of it', async () => {
    const world = await resolveWorld([one]);
    const { release, archive, findings } = await world.resolve(await file(served.tarball));
    expect(release).toMatchObject({
      purl: 'pkg:npm/one@1.0.0',
      origin: 'file',
      repository: 'team/one',
      integrity: archive.integrity,
      publishedIntegrity: archive.integrity,
      publishedAt: '2024-05-06T07:08:09.000Z',
    });
    expect(findings).toEqual([]);
  });

  it('stays what it was when the file changes', async () => {
    const world = await resolveWorld([one]);
    const path = await file(served.tarball);
    const { tarball } = await world.resolve(path);
    expect(tarball.startsWith(world.cache)).toBe(true);
  });

  it.each([
    ['does not know the package', 'two', '1.0.0'],
    ['does not know the version', 'one', '9.0.0'],
  ])('needs no registry that knows it: one that %s', async (_, name, number) => {
    const world = await resolveWorld([one]);
    const { release, findings } = await world.resolve(await file(version(name, number).tarball));
    expect(release).toMatchObject({ name, version: number, publishedIntegrity: null, publishedAt: null });
    expect(findings).toEqual([]);
  });

  it('needs no registry that answers', async () => {
    const world = await resolveWorld([one]);
    world.local.respondWith('/one', { status: 500 });
    expect((await world.resolve(await file(served.tarball))).release.publishedAt).toBeNull();
    const offline = await world.resolve(await file(served.tarball), { offline: true });
    expect(offline.release.version).toBe('1.0.0');
  });

  it('that is not what was published under its version is a finding, and gets none of its history', async () => {
    const manifest = { gitHead: 'a'.repeat(40) };
    const world = await resolveWorld([{ name: 'one', versions: [{ ...served, manifest }] }]);
    const changed = npmTarball({
      'package.json': JSON.stringify({ name: 'one', version: '1.0.0' }),
      'index.js': '2',
    });
    const { release, findings } = await world.resolve(await file(changed));
    expect(release.gitHead).toBeNull();
    expect(release.publishedIntegrity).not.toBe(release.integrity);
    expect(findings).toMatchObject([{ signal: 'other-bytes-published', severity: 'medium' }]);
  });

  it.each([
    ['no package.json', { 'index.js': '' }],
    ['a package.json that is no JSON', { 'package.json': '{' }],
    ['no name', { 'package.json': '{"version":"1.0.0"}' }],
    ['no version', { 'package.json': '{"name":"one"}' }],
    ['a name that is a path', { 'package.json': '{"name":"../../x","version":"1.0.0"}' }],
    ['a name that is an address', { 'package.json': '{"name":"https://host.example/x","version":"1.0.0"}' }],
    ['a name with a version', { 'package.json': '{"name":"one@2","version":"1.0.0"}' }],
    ['a version that is none', { 'package.json': '{"name":"one","version":"latest"}' }],
  ])('with %s is inconclusive, and no registry is asked', async (_, files) => {
    const world = await resolveWorld([one]);
    const error = await world.failure(await file(npmTarball(files), 'mine.tgz'));
    expect(error).toMatchObject({ code: 'E_ARCHIVE_CORRUPT', exitCode: 3 });
    expect(error.message).toContain('mine.tgz');
    expect(world.local.requests).toEqual([]);
  });

  it('that does not exist, or is a folder, is an error of usage', async () => {
    const world = await resolveWorld([]);
    const folder = join(await temporaryFolder(), 'folder.tgz');
    expect(await world.failure(folder)).toMatchObject({ code: 'E_NO_SUCH_FILE', exitCode: 2 });
    await mkdir(folder);
    expect(await world.failure(folder)).toMatchObject({ code: 'E_NO_SUCH_FILE', exitCode: 2 });
  });

  it('that is no archive is inconclusive', async () => {
    const world = await resolveWorld([]);
    expect(await world.failure(await file(Buffer.from('hello')))).toMatchObject({ exitCode: 3 });
  });
});
