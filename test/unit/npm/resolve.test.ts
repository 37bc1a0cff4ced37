import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServedPackage } from '../../support/registry.js';
import { resolveWorld, version } from '../../support/resolve-world.js';

const repository = { type: 'git', url: 'git+https://git.example/team/one.git', directory: 'packages/one' };
const one: ServedPackage = {
  name: 'one',
  versions: [
    version('one', '1.0.0'),
    version('one', '1.1.0', { repository }),
    version('one', '2.0.0-beta.1'),
    version('one', '2.0.0'),
  ],
  tags: { latest: '1.1.0', next: '2.0.0-beta.1' },
};
const tarballPath = '/one/-/one-1.1.0.tgz';
const paths = (world: Awaited<ReturnType<typeof resolveWorld>>) =>
  world.local.requests.map(({ path }) => path);

describe('which version is resolved', () => {
  it.each([
    ['one', '1.1.0'],
    ['one@1.0.0', '1.0.0'],
    ['one@v1.0.0', '1.0.0'],
    ['one@next', '2.0.0-beta.1'],
    ['one@^1', '1.1.0'],
    ['one@>=1', '1.1.0'],
    ['one@>1.1', '2.0.0'],
    ['one@~2.0.0-beta', '2.0.0'],
    ['pkg:npm/one@1.0.0', '1.0.0'],
  ])('%s is %s', async (spec, expected) => {
    const world = await resolveWorld([one]);
    expect((await world.resolve(spec)).release.version).toBe(expected);
  });

  it('does not depend on the Node.js that runs here', async () => {
    const engines = { node: '>=999' };
    const world = await resolveWorld([
      { name: 'two', versions: [version('two', '1.0.0'), version('two', '2.0.0', { engines })] },
    ]);
    expect((await world.resolve('two')).release.version).toBe('2.0.0');
  });

  it('scopes have their own registries', async () => {
    const team = await resolveWorld([{ name: '@team/x', versions: [version('@team/x', '1.0.0')] }]);
    const main = await resolveWorld([one], { 'npm_config_@team:registry': team.local.url });
    const { release } = await main.resolve('@team/x');
    expect(release.purl).toBe('pkg:npm/%40team/x@1.0.0');
    expect(paths(main)).toEqual([]);
  });
});

describe('what is learnt of a release', () => {
  it('who published it and from where, against the releases before', async () => {
    const by = (name: string) => ({ _npmUser: { name } });
    const fork = { ...repository, url: 'https://git.example/mallory/one.git' };
    const world = await resolveWorld([
      {
        name: 'one',
        versions: [
          { ...version('one', '1.0.0', { repository }), manifest: by('ann') },
          { ...version('one', '1.0.1', { repository: fork }), manifest: by('mallory') },
        ],
      },
    ]);
    const { findings } = await world.resolve('one@1.0.1');
    expect(findings.map(({ signal }) => signal).sort()).toEqual(['publisher-changed', 'repository-changed']);
    expect((await world.resolve('one@1.0.0')).findings).toEqual([]);
  });

  it('everything that registry and tarball say', async () => {
    const gitHead = 'a'.repeat(40);
    const recorded = {
      gitHead,
      _nodeVersion: '20.1.0',
      _npmVersion: '10.2.3',
      _npmUser: { name: 'someone' },
    };
    const served = { ...one.versions[1]!, manifest: recorded, publishedAt: '2024-05-06T07:08:09.000Z' };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    const { release, claim, archive, findings, manifest } = await world.resolve('one@1.1.0');
    expect(release).toEqual({
      ecosystem: 'npm',
      purl: 'pkg:npm/one@1.1.0',
      name: 'one',
      version: '1.1.0',
      origin: 'registry',
      integrity: archive.integrity,
      publishedIntegrity: archive.integrity,
      publishedAt: '2024-05-06T07:08:09.000Z',
      publisher: 'someone',
      gitHead,
      runtimeVersion: '20.1.0',
      managerVersion: '10.2.3',
      repository: repository.url,
      directory: 'packages/one',
    });
    expect(claim).toMatchObject({ name: 'one', version: '1.1.0', gitHead, attestedCommit: null });
    expect(claim.identify(Buffer.from('\uFEFF{"name":"x","version":"1","repository":"a/b"}'))).toEqual({
      name: 'x',
      version: '1',
      repository: 'a/b',
    });
    expect(archive.entries.map(({ path }) => path)).toEqual(['index.js', 'package.json']);
    expect(JSON.parse(manifest!.toString())).toMatchObject({ name: 'one' });
    expect(findings).toEqual([]);
  });

  it('nothing of what a registry states in a form that it should not have', async () => {
    const manifest = { gitHead: '--upload-pack=x', _nodeVersion: '$(id)', _npmVersion: {}, _npmUser: 'x' };
    const served = { ...version('one', '1.0.0'), manifest, publishedAt: 'yesterday' };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    expect((await world.resolve('one')).release).toMatchObject({
      gitHead: null,
      runtimeVersion: null,
      managerVersion: null,
      publisher: null,
      publishedAt: null,
    });
  });

  it("the registry's repository where the tarball names none", async () => {
    const served = { ...version('one', '1.0.0'), manifest: { repository } };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    expect((await world.resolve('one')).claim).toMatchObject({
      repository: repository.url,
      directory: 'packages/one',
    });
  });

  it('a finding when registry and tarball name different repositories', async () => {
    const served = {
      ...version('one', '1.0.0', { repository: 'team/one' }),
      manifest: { repository: 'evil/one' },
    };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    const { claim, findings } = await world.resolve('one');
    expect(claim.repository).toBe('team/one');
    expect(findings).toMatchObject([{ signal: 'manifest-confusion', severity: 'medium' }]);
  });

  it('no finding when both name one repository in two ways', async () => {
    const shown = { repository: { type: 'git', url: 'git+https://github.com/team/one.git' } };
    const served = { ...version('one', '1.0.0', { repository: 'team/one' }), manifest: shown };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    expect((await world.resolve('one')).findings).toEqual([]);
  });

  it('a finding when registry and tarball agree on a name that is not the one asked for', async () => {
    const fields = { name: 'two', version: '7.0.0' };
    const served = { ...version('one', '1.0.0', fields), manifest: fields };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    const { release, findings } = await world.resolve('one');
    expect(release).toMatchObject({ name: 'one', version: '1.0.0' });
    expect(findings.map(({ message }) => message.split(':')[0])).toEqual(['name', 'version']);
  });

  it('a finding when the registry hides an install script', async () => {
    const served = {
      ...version('one', '1.0.0', { scripts: { postinstall: 'node x.js' } }),
      manifest: { scripts: undefined },
    };
    const world = await resolveWorld([{ name: 'one', versions: [served] }]);
    expect((await world.resolve('one')).findings).toMatchObject([
      { signal: 'manifest-confusion', severity: 'high', path: 'package.json', excerpt: 'node x.js' },
    ]);
  });
});

describe('what is kept between runs', () => {
  it('the tarball is downloaded once', async () => {
    const world = await resolveWorld([one]);
    const first = await world.resolve('one@1.1.0');
    const second = await world.resolve('one@1.1.0');
    expect(second.tarball).toBe(first.tarball);
    expect(paths(world).filter((path) => path === tarballPath)).toHaveLength(1);
  });

  it('the packument is asked for again with its etag', async () => {
    const world = await resolveWorld([one]);
    await world.resolve('one@1.1.0');
    await world.resolve('one@1.1.0');
    const [first, second] = world.local.requests.filter(({ path }) => path === '/one');
    expect(first!.headers['if-none-match']).toBeUndefined();
    expect(second!.headers['if-none-match']).toMatch(/^"/);
  });

  it('a version published a moment ago is seen', async () => {
    const world = await resolveWorld([one]);
    await world.resolve('one');
    world.local.serve({ ...one, versions: [...one.versions, version('one', '3.0.0')] });
    expect((await world.resolve('one@3.0.0')).release.version).toBe('3.0.0');
  });

  it('offline, what is kept is enough and nobody is asked', async () => {
    const world = await resolveWorld([one]);
    await world.resolve('one@1.1.0');
    const asked = world.local.requests.length;
    expect((await world.resolve('one@1.1.0', { offline: true })).release.version).toBe('1.1.0');
    expect(world.local.requests).toHaveLength(asked);
  });

  it('offline, what is not kept is an error that says so', async () => {
    const world = await resolveWorld([one]);
    const error = await world.failure('one', { offline: true });
    expect(error).toMatchObject({ code: 'E_OFFLINE_NOT_CACHED', exitCode: 4 });
    await world.resolve('one@1.1.0');
    expect(await world.failure('one@1.0.0', { offline: true })).toMatchObject({
      code: 'E_OFFLINE_NOT_CACHED',
    });
    expect(world.local.requests.map(({ path }) => path)).toEqual(['/one', tarballPath]);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['replaced by another archive', () => one.versions[0]!.tarball],
    ['empty', () => Buffer.alloc(0)],
  ])('a kept tarball that was %s is fetched again', async (_, damage) => {
    const world = await resolveWorld([one]);
    const { tarball, archive } = await world.resolve('one@1.1.0');
    await writeFile(tarball, damage(one.versions[1]!.tarball));
    expect((await world.resolve('one@1.1.0')).archive).toEqual(archive);
    expect(paths(world).filter((path) => path === tarballPath)).toHaveLength(2);
  });

  it('a damaged packument is fetched again', async () => {
    const world = await resolveWorld([one]);
    await world.resolve('one');
    const content = join(world.cache, 'registry/content-v2/sha512');
    for (const file of await readdir(content, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) await writeFile(join(file.parentPath, file.name), '{"name":"one"}');
    }
    expect((await world.resolve('one')).release.version).toBe('1.1.0');
  });

  it('with SHA-1 alone the tarball is downloaded once too, and checked', async () => {
    const dist = { integrity: undefined };
    const served = one.versions.map((each) => ({ ...each, distOverrides: dist }));
    const world = await resolveWorld([{ ...one, versions: served }]);
    const { release, tarball } = await world.resolve('one@1.1.0');
    expect(release.publishedIntegrity).toMatch(/^sha1-/);
    await world.resolve('one@1.1.0');
    expect(paths(world).filter((path) => path === tarballPath)).toHaveLength(1);
    await writeFile(tarball, one.versions[0]!.tarball);
    await world.resolve('one@1.1.0');
    expect(paths(world).filter((path) => path === tarballPath)).toHaveLength(2);
  });
});
