import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinnedVersions } from '../../../src/npm/lockfile-pins.js';

const pins = async (name: string, text: string) =>
  (await pinnedVersions(name, text)).versions.map(
    ({ name, version, integrity }) => `${name}@${version}${integrity === null ? '' : ` ${integrity}`}`,
  );

describe('versions that a lockfile pins', () => {
  it('are read from package-lock.json of format 1, nested and aliased', async () => {
    const lock = {
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', integrity: 'sha512-a', dependencies: { '@s/b': { version: '2.0.0' } } },
        alias: { version: 'npm:@real/name@3.0.0', integrity: 'sha512-c' },
        git: { version: 'git+ssh://git@git.example/x.git#0123' },
        url: { version: 'https://files.example/x.tgz' },
      },
    };
    expect(await pins('npm-shrinkwrap.json', JSON.stringify(lock))).toEqual([
      'a@1.0.0 sha512-a',
      '@real/name@3.0.0 sha512-c',
      '@s/b@2.0.0',
    ]);
  });

  it('are read from package-lock.json of formats 2 and 3, with aliases under their real name', async () => {
    const lock = {
      lockfileVersion: 2,
      packages: {
        '': { name: 'root', version: '0.0.0' },
        'packages/own': { name: 'own', version: '1.0.0' },
        'node_modules/own': { link: true, resolved: 'packages/own' },
        'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
        'packages/own/node_modules/a/node_modules/@s/b': { version: '2.0.0-rc.1' },
        'node_modules/alias': { name: 'real', version: '3.0.0' },
      },
      dependencies: { ignored: { version: '9.0.0' } },
    };
    expect(await pins('package-lock.json', JSON.stringify(lock))).toEqual([
      'a@1.0.0 sha512-a',
      '@s/b@2.0.0-rc.1',
      'real@3.0.0',
    ]);
  });

  it('are read from yarn.lock of yarn Classic', async () => {
    const lock = `# yarn lockfile v1


"@s/b@^1.0.0", "@s/b@^1.2.0":
  version "1.2.3"
  resolved "https://registry.example/@s/b/-/b-1.2.3.tgz#0123"
  integrity sha512-b

"alias@npm:@real/name@^3.0.0":
  version "3.0.1"

a-list@>=1, b-list@2, "c-list@>= 3 <4, 5":
  version "1.0.0"
  dependencies:
    version "9.9.9"
    inner "^1.0.0"

plain@*:
  version "1.0.0"
`;
    expect(await pins('yarn.lock', lock)).toEqual([
      '@s/b@1.2.3 sha512-b',
      '@real/name@3.0.1',
      'a-list@1.0.0',
      'b-list@1.0.0',
      'c-list@1.0.0',
      'plain@1.0.0',
    ]);
  });

  it.each([
    [
      '5.4',
      [
        '/@s/b/1.0.0',
        '/c_d/1.0.0_react@16.0.0+x@1.0.0',
        'registry.example/e/2.0.0',
        '/@s/f/1.0.0_@s+b@1.0.0',
      ],
      ['@s/b@1.0.0', 'c_d@1.0.0', 'e@2.0.0', '@s/f@1.0.0'],
    ],
    ["'6.0'", ['/@s/b@1.0.0', '/c_d@1.0.0(react@16.0.0)(@s/x@1.0.0)'], ['@s/b@1.0.0', 'c_d@1.0.0']],
    ["'9.0'", ["'@s/b@1.0.0'", 'c@1.0'], ['@s/b@1.0.0', 'c@1.0']],
  ])('are read from pnpm-lock.yaml of format %s', async (version, keys, expected) => {
    const entries = keys.map(
      (key) => `  ${key.startsWith('@') ? `'${key}'` : key}:\n    resolution: {integrity: sha512-x}\n`,
    );
    const git =
      '  git.example/x/0123:\n    resolution: {commit: 0123, repo: https://git.example/x, type: git}\n';
    const lock = `lockfileVersion: ${version}\n\npackages:\n\n${entries.join('\n')}\n${git}`;
    expect(await pins('pnpm-lock.yaml', lock)).toEqual(expected.map((pin) => `${pin} sha512-x`));
  });

  it('are read from a yarn.lock of yarn 2 and later, under real names', async () => {
    const lock = `__metadata:
  version: 6
  cacheKey: 8

"@s/b@npm:^1.0.0, @s/b@npm:^1.2.0":
  version: 1.2.3
  resolution: "@s/b@npm:1.2.3"
  dependencies:
    c: ^1.0.0
  checksum: 0123
  languageName: node
  linkType: hard

"alias@npm:real@^2.0.0":
  version: 2.0.0
  resolution: "real@npm:2.0.0::__archiveUrl=https%3A%2F%2Fone.example%2Freal%2F-%2Freal-2.0.0.tgz"

"patched@patch:patched@^1.0.0#./a.patch::locator=x%40workspace%3A.":
  version: 1.0.0
  resolution: "patched@patch:patched@npm%3A1.0.0#./a.patch::version=1.0.0&hash=1&locator=x%40workspace%3A."

"own@workspace:packages/own":
  version: 0.0.0-use.local
  resolution: "own@workspace:packages/own"

"forked@https://git.example/forked.git":
  version: 1.0.0
  resolution: "forked@https://git.example/forked.git#commit=0123"
`;
    expect(await pins('yarn.lock', lock)).toEqual(['@s/b@1.2.3', 'real@2.0.0']);
  });

  it('are read from bun.lock, with comments and commas at the end, under real names', async () => {
    const lock = `{
  // Made by hand.
  "lockfileVersion": 1,
  "workspaces": { "": { "name": "root", "dependencies": { "left": "^1.0.0", }, }, },
  "packages": {
    "alias": ["real@2.0.0", "https://one.example/real/-/real-2.0.0.tgz", {}, "sha512-r"],

    "left": ["left@1.0.0", "", { "dependencies": { "@s/b": "^1.0.0" } }, "sha512-l,]"],

    "left/@s/b": ["@s/b@1.0.0-rc.1", "", { "bin": { "b": "b.js" } }, ""],

    "own": ["own@workspace:packages/own"],

    "forked": ["forked@github:team/forked#0123", {}, "team-forked-0123"],

    "archive": ["archive@https://files.example/archive-1.0.0.tgz", {}],
  }
}
`;
    expect(await pins('bun.lock', lock)).toEqual([
      'real@2.0.0 sha512-r',
      'left@1.0.0 sha512-l,]',
      '@s/b@1.0.0-rc.1',
    ]);
  });

  it('are those of the addresses in a binary bun.lockb', async () => {
    const lock =
      '#!/usr/bin/env bun\nbun-lockfile-format-v0\n\u0002\u0000\ufffdhttps://one.example/a/-/a-1.0.0.tgz' +
      'http://one.example:8080/npm/@s/b/-/b-2.0.0-rc.1.tgz\u0000https://files.example/c.tgzsha';
    expect(await pins('bun.lockb', lock)).toEqual(['a@1.0.0', '@s/b@2.0.0-rc.1']);
  });

  it('are read from every document of a pnpm-lock.yaml', async () => {
    const document = (name: string) =>
      `---\nlockfileVersion: '9.0'\npackages:\n  ${name}@1.0.0:\n    resolution: {integrity: sha512-x}\n`;
    expect(await pins('pnpm-lock.yaml', document('tool') + document('package'))).toEqual([
      'tool@1.0.0 sha512-x',
      'package@1.0.0 sha512-x',
    ]);
  });

  it.each([
    ['package-lock.json', '{"packages": '],
    ['package-lock.json', '[]'],
    ['yarn.lock', '<<<<<<< ours\na@1:\n'],
    ['yarn.lock', 'a@1:\n  version "1.0.0"\nb@1'],
    ['yarn.lock', '"'],
    ['yarn.lock', '__metadata:\n  version: 8\n<<<<<<< ours\n'],
    ['pnpm-lock.yaml', 'packages: [}'],
    ['pnpm-lock.yaml', `a: &a [x]\nb: &b [${'*a,'.repeat(9)}*a]\npackages: {c: *b}\n`],
    ['bun.lock', '{"packages": '],
    ['bun.lock', '{"packages": 1}'],
    ['bun.lockb', '#!/usr/bin/env bun\nbun-lockfile-format-v0\n'],
    ['vlt-lock.json', '{}'],
  ])('are none, with a note, where %s can’t be read', async (name, text) => {
    const { versions, note } = await pinnedVersions(name, text);
    expect(versions).toEqual([]);
    expect(note).toContain(name);
  });

  it.each([
    ['bun.lock', '"\\"'.repeat(200_000)],
    ['bun.lock', ', '.repeat(200_000)],
    ['bun.lockb', 'http://a/'.repeat(200_000)],
    ['bun.lockb', `http://${'a'.repeat(200_000)}`],
  ])('take no time where %s is made to take it', async (name, text) => {
    const started = performance.now();
    expect((await pinnedVersions(name, text)).versions).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([['#'], ['"'], ['a@1:\n  version "1']])(
    'take no time where yarn.lock is cut off at %j',
    async (text) => {
      const started = performance.now();
      expect((await pinnedVersions('yarn.lock', text)).versions).toEqual([]);
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );

  it('never throws, whatever the file holds', async () => {
    const name = fc.constantFrom('package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb');
    const key = fc.constantFrom(
      'packages',
      'dependencies',
      'node_modules/a',
      '/a/1.0.0',
      'version',
      '__proto__',
    );
    const json = fc.json({ maxDepth: 4 });
    const shaped = fc.tuple(key, key, json).map(([one, two, value]) => `{"${one}": {"${two}": ${value}}}`);
    await fc.assert(
      fc.asyncProperty(name, fc.oneof(fc.string(), json, shaped), async (file, text) => {
        const { versions } = await pinnedVersions(file, text);
        for (const { name, version } of versions) expect(`${name}${version}`).not.toMatch(/[\s\\]|\.\.\//);
      }),
    );
  });
});
