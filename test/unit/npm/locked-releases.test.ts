import { describe, expect, it } from 'vitest';
import { lockedReleases } from '../../../src/npm/locked-releases.js';

const releases = async (name: string, text: string) => {
  const found = await lockedReleases(name, text);
  return 'fault' in found ? found : found.map(({ purl, integrity }) => `${purl} ${integrity ?? '-'}`);
};

describe('releases that a lockfile installs', () => {
  it('are those of package-lock.json but for folders and what is bundled; git and archives have no integrity', async () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { name: 'root' },
        'packages/own': { name: 'own', version: '1.0.0' },
        'node_modules/own': { link: true, resolved: 'packages/own' },
        'node_modules/@s/a': { version: '1.0.0', integrity: 'sha512-a' },
        'node_modules/b/node_modules/@s/a': { version: '1.0.0', integrity: 'sha512-a' },
        'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
        'node_modules/b/node_modules/inner': { version: '3.0.0', inBundle: true },
        'node_modules/bundled-by-us': { version: '6.0.0', integrity: 'sha512-u', inBundle: true },
        'node_modules/b/node_modules/missing': { version: '7.0.0', resolved: 'https://x', inBundle: true },
        'node_modules/alias': { name: 'real', version: '4.0.0', integrity: 'sha512-r' },
        'node_modules/forked': {
          version: '5.0.0',
          resolved: 'git+ssh://git@git.example/team/forked.git#0123',
          integrity: 'sha512-f',
        },
      },
    };
    expect(await releases('package-lock.json', JSON.stringify(lock))).toEqual([
      'forked@git+ssh://git@git.example/team/forked.git#0123 -',
      'pkg:npm/%40s/a@1.0.0 sha512-a',
      'pkg:npm/b@2.0.0 sha512-b',
      'pkg:npm/bundled-by-us@6.0.0 sha512-u',
      'pkg:npm/missing@7.0.0 -',
      'pkg:npm/real@4.0.0 sha512-r',
    ]);
  });

  it('are those of package-lock.json of format 1', async () => {
    const lock = {
      lockfileVersion: 1,
      dependencies: {
        a: {
          version: '1.0.0',
          integrity: 'sha512-a',
          dependencies: { b: { version: '2.0.0', bundled: true } },
        },
        alias: { version: 'npm:real@3.0.0', integrity: 'sha512-r' },
        archive: { version: 'https://files.example/x.tgz', integrity: 'sha512-x' },
        own: { version: 'file:packages/own' },
      },
    };
    expect(await releases('package-lock.json', JSON.stringify(lock))).toEqual([
      'archive@https://files.example/x.tgz -',
      'pkg:npm/a@1.0.0 sha512-a',
      'pkg:npm/real@3.0.0 sha512-r',
    ]);
  });

  it('are those of pnpm-lock.yaml', async () => {
    const lock = `lockfileVersion: '9.0'
packages:
  '@s/a@1.0.0':
    resolution: {integrity: sha512-a}
  forked@https://codeload.example/team/forked/tar.gz/0123:
    resolution: {tarball: https://codeload.example/team/forked/tar.gz/0123}
    version: 5.0.0
  git@git+https://git.example/team/git.git#0123:
    resolution: {commit: 0123, repo: https://git.example/team/git.git, type: git}
    version: 1.0.0
  own@file:packages/own:
    resolution: {directory: packages/own, type: directory}
`;
    expect(await releases('pnpm-lock.yaml', lock)).toEqual([
      'forked@https://codeload.example/team/forked/tar.gz/0123 -',
      'git@https://git.example/team/git.git -',
      'pkg:npm/%40s/a@1.0.0 sha512-a',
    ]);
  });

  it('are those of yarn.lock of yarn Classic', async () => {
    const lock = `# yarn lockfile v1
"@s/a@^1.0.0":
  version "1.0.0"
  integrity sha512-a

"forked@git+https://git.example/team/forked.git":
  version "5.0.0"
  resolved "git+https://git.example/team/forked.git#0123"

"short@team/short#v1":
  version "6.0.0"

"own@file:packages/own":
  version "0.0.0"
`;
    expect(await releases('yarn.lock', lock)).toEqual([
      'forked@git+https://git.example/team/forked.git -',
      'pkg:npm/%40s/a@1.0.0 sha512-a',
      'short@team/short#v1 -',
    ]);
  });

  it('have no integrity in yarn.lock of yarn 2 and later, whose checksums are of its own archives', async () => {
    const lock = `__metadata:
  version: 8
"a@npm:^1.0.0":
  resolution: "a@npm:1.0.0"
  checksum: 10c0/0123
"own@workspace:.":
  resolution: "own@workspace:."
"patched@patch:b@npm%3A1.0.0#./b.patch":
  resolution: "patched@patch:b@npm%3A1.0.0#./b.patch::version=1.0.0&hash=0123"
`;
    expect(await releases('yarn.lock', lock)).toEqual([
      'patched@patch:b@npm%3A1.0.0#./b.patch::version=1.0.0&hash=0123 -',
      'pkg:npm/a@1.0.0 -',
    ]);
  });

  it('are those of bun.lock', async () => {
    const lock = `{
  "lockfileVersion": 1,
  "packages": {
    "a": ["a@1.0.0", "", {}, "sha512-a"],
    "own": ["own@workspace:packages/own"],
    "forked": ["forked@github:team/forked#0123", {}, "team-forked-0123"],
  },
}`;
    expect(await releases('bun.lock', lock)).toEqual([
      'forked@github:team/forked#0123 -',
      'pkg:npm/a@1.0.0 sha512-a',
    ]);
  });

  it.each([
    ['package-lock.json', '{}'],
    ['package-lock.json', '{ "name": "x", "dependencies": { "a": "^1.0.0" } }'],
    ['package-lock.json', '{ "lockfileVersion": 4, "packages": {} }'],
    ['package-lock.json', '[]'],
    ['pnpm-lock.yaml', 'packages: {}'],
    ['bun.lock', '{ "packages": {} }'],
    ['yarn.lock', 'a: b\nc'],
    ['constructor', '{}'],
  ])('are not none, where %s is no lockfile: %s', async (name, text) => {
    expect(await releases(name, text)).toEqual({ fault: expect.any(String) });
  });
});
