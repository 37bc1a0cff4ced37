import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readArchive } from '../../../../src/archive/read.js';
import { configSchema } from '../../../../src/config/schema.js';
import { gitPackages } from '../../../../src/npm/git-dependencies/packages.js';
import { refusalOf } from '../../../../src/npm/registry-proxy/refused-release.js';
import { temporaryFolder } from '../../../support/folder.js';
import { executable, gitRepository, submodule, symlink } from '../../../support/git-repository.js';
import { testContext } from '../../../support/tools.js';

async function world(before: string | null = null) {
  const repository = await gitRepository();
  onTestFinished(() => repository.remove());
  const notes: string[] = [];
  const context = testContext({
    cache: join(await temporaryFolder(), 'cache'),
    offline: true,
    config: configSchema.parse({
      sourceMirrors: [{ from: 'https://git.example/team/suite', to: repository.path }],
    }),
  });
  const packages = gitPackages(
    {
      publicUrl: 'http://127.0.0.1:4873/',
      refusal: refusalOf({ name: 'mine', version: '1.0.0', integrity: [] }),
      ownName: 'mine',
      ownRepository: 'git+https://git.example/team/suite.git',
      before,
      note: (line) => notes.push(line),
    },
    context,
  );
  const provide = (committish: string | null, name = 'suite', at = 'https://git.example/team/suite.git') =>
    packages.provide({ name, repository: at, committish });
  return { repository, packages, provide, notes, context };
}

const manifest = (version: string, name = 'suite') => ({ 'package.json': { name, version } });

describe('a package of a git repository', () => {
  it('has the files of its commit, and nothing that is no file', async () => {
    const { repository, packages, provide, context } = await world();
    const commit = await repository.commit({
      ...manifest('1.0.0'),
      'a/b.js': 'b',
      'run.sh': executable('#!/bin/sh'),
      link: symlink('a/b.js'),
      sub: submodule('a'.repeat(40)),
    });
    await repository.commit({ 'a/b.js': 'changed' });
    const served = await provide(commit);
    expect(served?.address).toBe(`http://127.0.0.1:4873/-/git/suite/${commit}.tgz`);
    const found = (await packages.open('suite', commit))!;
    expect(found).toMatchObject({
      integrity: served!.integrity,
      origin: `git+https://git.example/team/suite#${commit}`,
    });
    const { archive } = await readArchive(found.path, { limits: context.config.archive });
    expect(archive.oddities).toEqual([]);
    expect(archive.entries.map(({ path, size, mode }) => [path, size, mode])).toEqual([
      ['a/b.js', 1, 0o644],
      ['package.json', expect.any(Number), 0o644],
      ['run.sh', 9, 0o755],
    ]);
    expect(await packages.open('other', commit)).toBeNull();
  });

  it('is not served when it is the release under verification', async () => {
    const { repository, packages, provide, notes } = await world();
    const commit = await repository.commit(manifest('1.0.0', 'mine'));
    expect(await provide(commit, 'alias')).toBeNull();
    expect(await packages.open('alias', commit)).toBeNull();
    expect(notes).toEqual([expect.stringContaining('it is the release under verification')]);
  });

  it('is served, and told, when it is another version or revision of it', async () => {
    const { repository, provide, notes } = await world();
    expect(await provide(await repository.commit(manifest('0.9.0', 'mine')), 'old')).not.toBeNull();
    expect(await provide(await repository.commit(manifest('1.0.0', 'tool')), 'tool')).not.toBeNull();
    expect(notes).toEqual([
      expect.stringContaining('another version of the package under verification'),
      expect.stringContaining('another revision of the repository under verification'),
    ]);
  });

  it('is that of a tag, or of a branch as it was at the time, and told not to be pinned', async () => {
    const { repository, provide, notes } = await world('2024-01-02T00:00:00Z');
    const old = await repository.commit(manifest('1.0.0'), { date: '2024-01-01T00:00:00Z' });
    const tagged = await repository.commit(manifest('1.1.0'), { date: '2024-02-01T00:00:00Z' });
    await repository.tag('v1.1.0', { annotated: true });
    for (const [committish, commit] of [
      ['main', old],
      [null, old],
      ['v1.1.0', tagged],
    ] as const)
      expect((await provide(committish))?.address).toContain(commit);
    expect(notes.filter((note) => note.includes('no commit is pinned'))).toHaveLength(3);
  });

  it.each([
    ['a'.repeat(40), undefined, 'has no'],
    ['HEAD', undefined, 'has no'],
    [':/message', undefined, 'has no'],
    [null, '/etc', 'names a folder of this machine'],
    [null, 'https://127.0.0.1/x.git', 'names this machine'],
    [null, 'https://git.example/team/absent.git', 'offline'],
  ])('that can not be had (%s of %s) is told', async (committish, at, reason) => {
    const { repository, provide, notes } = await world();
    await repository.commit(manifest('1.0.0'));
    expect(await provide(committish, 'suite', at)).toBeNull();
    expect(notes).toEqual([expect.stringContaining(reason)]);
  });

  it('without a manifest is none', async () => {
    const { repository, provide, notes } = await world();
    expect(await provide(await repository.commit({ 'x.js': 'x' }))).toBeNull();
    expect(notes).toEqual([expect.stringContaining('no package.json')]);
  });

  it('is one of at most forty', async () => {
    const { provide, notes } = await world();
    for (let index = 0; index < 60; index += 1) await provide(`v${index}`);
    expect(notes.filter((note) => note.includes('has no v'))).toHaveLength(40);
  });
});
