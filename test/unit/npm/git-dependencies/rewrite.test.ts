import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitReference } from '../../../../src/npm/git-dependencies/reference.js';
import { gitReferences, rewriteGit } from '../../../../src/npm/git-dependencies/rewrite.js';

const id = '0123456789012345678901234567890123456789';

describe('a reference to a git repository', () => {
  it.each([
    [`git+https://git.example/team/suite.git#${id}`, 'https://git.example/team/suite.git', id],
    [`git+ssh://git@github.com/team/suite.git#${id}`, 'https://github.com/team/suite.git', id],
    ['git@github.com:team/suite.git', 'https://github.com/team/suite.git', null],
    ['github:team/suite#main', 'https://github.com/team/suite.git', 'main'],
    ['team/suite#v1.0.0', 'https://github.com/team/suite.git', 'v1.0.0'],
    [`https://git.example/team/suite.git#commit=${id}`, 'https://git.example/team/suite.git', id],
    [`https://codeload.github.com/team/suite/tar.gz/${id}`, 'https://github.com/team/suite', id],
    ['https://github.com/team/suite/tarball/v1.0.0', 'https://github.com/team/suite', 'v1.0.0'],
    ['https://github.com/team/suite/archive/refs/tags/v1.tar.gz', 'https://github.com/team/suite', 'v1'],
    [`https://gitlab.com/a/b/c/-/archive/${id}/c.tar.gz`, 'https://gitlab.com/a/b/c', id],
  ])('%s is read', (text, repository, committish) => {
    expect(gitReference('suite', text)).toEqual({ name: 'suite', repository, committish });
  });

  it.each([
    '^1.0.0',
    'latest',
    'npm:other@1',
    'workspace:*',
    'file:../suite',
    '../suite',
    'https://files.example/suite-1.0.0.tgz',
    'team/suite#semver:^1.0.0',
    'team/suite#path:packages/a',
    'https://git.example/team/suite.git#workspace=a&commit=1',
    '',
    1,
  ])('%s is none', (text) => {
    expect(gitReference('suite', text)).toBeNull();
  });
});

describe('a manifest or lockfile with packages of git repositories', () => {
  const served = { address: 'http://127.0.0.1:4873/-/git/suite/x.tgz', integrity: 'sha512-x' };

  it('keeps ranges that lead to another copy of the same name', () => {
    const git = `git+https://git.example/team/suite.git#${id}`;
    const lock = {
      packages: {
        '': { devDependencies: { suite: git } },
        'node_modules/suite': { resolved: git },
        'node_modules/tool': { dependencies: { suite: 'team/suite' } },
        'node_modules/tool/node_modules/suite': { resolved: 'git+https://git.example/other/suite.git#1' },
      },
    };
    const { text, ranges } = rewriteGit('package-lock.json', JSON.stringify(lock), null, (reference) =>
      reference.repository.includes('other') ? null : served,
    );
    expect(JSON.parse(text)).toEqual({
      packages: {
        ...lock.packages,
        '': { devDependencies: { suite: served.address } },
        'node_modules/suite': { resolved: served.address, integrity: served.integrity },
      },
    });
    expect([...ranges.keys()]).toEqual([`suite@${git}`, 'suite@']);
  });

  it('takes no folder of a workspace for a shorthand of a code host', () => {
    const lock = {
      packages: {
        '': { workspaces: ['packages/*'] },
        'node_modules/member': { resolved: 'packages/member', link: true },
        'packages/member': { version: '1.0.0' },
      },
      dependencies: { member: { version: 'packages/member' } },
    };
    const text = JSON.stringify(lock);
    expect(rewriteGit('package-lock.json', text, null, () => served).text).toBe(text);
  });

  it('reads every form of a resolution that pnpm writes', () => {
    const block = `packages:\n\n  /x/1:\n    resolution:\n      commit: ${id}\n      repo: https://git.example/team/suite\n      type: git\n    dev: true\n`;
    const flow = `  a@x:\n    resolution: {gitHosted: true, tarball: https://codeload.github.com/team/suite/tar.gz/${id}}\n`;
    const { text } = rewriteGit('pnpm-lock.yaml', block + flow, null, () => served);
    const line = `    resolution: {integrity: sha512-x, tarball: ${served.address}}\n`;
    expect(text).toBe(`packages:\n\n  /x/1:\n${line}    dev: true\n  a@x:\n${line}`);
    expect(gitReferences('pnpm-lock.yaml', block)).toEqual([
      { name: 'suite', repository: 'https://git.example/team/suite', committish: id },
    ]);
  });

  it('is never the cause of an error, and is left alone where nothing is served', () => {
    const file = fc.constantFrom('package.json', 'package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'x');
    const piece = fc.constantFrom(
      '  resolution: {',
      'resolved ',
      `"git+https://git.example/a#${id}"`,
      '\n',
      ' ',
      'a@b:',
      '"dependencies":',
      '{',
      '}',
    );
    const content = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(file, content, (name, text) => {
        expect(rewriteGit(name, text, null, () => null).text).toBe(text);
        rewriteGit(name, text, null, () => served);
      }),
    );
  });
});
