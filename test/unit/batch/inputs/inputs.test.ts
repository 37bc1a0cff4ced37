import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReadInputs, type ReadingServices, readInputs } from '../../../../src/batch/inputs/index.js';
import { ReproveError } from '../../../../src/errors.js';
import { gitRepository } from '../../../support/git-repository.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprove-inputs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (path: string, content: string | object) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const services = (extra: Partial<ReadingServices> = {}): ReadingServices => ({
  folder,
  stdin: async () => '',
  resolve: async (wishes) =>
    wishes.map(({ name, wanted }) =>
      name === 'gone'
        ? { fault: 'gone has no versions' }
        : { version: wanted === '' ? '9.0.0' : wanted.replace(/^\D+/, ''), integrity: `sha512-${name}` },
    ),
  search: async () => ({ names: [], isWhole: true }),
  list: async (spec) => ({ fault: `${spec} was not to be asked for` }),
  note: () => undefined,
  ...extra,
});
const read = (
  named: string | string[],
  filters: Parameters<typeof readInputs>[1] = {},
  extra: Partial<ReadingServices> = {},
): Promise<ReadInputs> => readInputs([named].flat(), filters, services(extra));
const names = ({ dependencies }: ReadInputs) => dependencies.map(({ name }) => name);
const lock = (packages: Record<string, object>) => ({ lockfileVersion: 3, packages });
const entry = (fields: object = {}) => ({ version: '1.0.0', integrity: 'sha512-aaaa', ...fields });

describe('a lockfile of npm', () => {
  beforeEach(() =>
    write('package-lock.json', {
      ...lock({
        '': { dependencies: { a: '1' }, devDependencies: { d: '1' } },
        'packages/own': { dependencies: { b: '1' } },
        'packages/own/node_modules/b': entry({ version: '2.0.0' }),
        'node_modules/own': { link: true, resolved: 'packages/own' },
        'node_modules/a': entry(),
        'node_modules/a/node_modules/inner': entry({ inBundle: true, integrity: undefined }),
        'node_modules/b': entry(),
        'node_modules/d': entry({ dev: true }),
        'node_modules/nick': entry({ name: 'real' }),
        'node_modules/forked': { version: '1.0.0', resolved: 'git+https://git.example/forked.git#01' },
      }),
    }),
  );

  it('names what it installs as what it is', async () => {
    const { dependencies } = await read('package-lock.json');
    expect(dependencies).toMatchObject([
      { name: 'b', version: '2.0.0', direct: true, production: true, origin: 'package-lock.json' },
      { name: 'own', kind: 'folder', reason: expect.stringContaining('folder') },
      { name: 'a', version: '1.0.0', integrity: 'sha512-aaaa', direct: true, reason: null },
      { name: 'inner', kind: 'bundled', reason: expect.stringContaining('another package') },
      { name: 'b', version: '1.0.0', direct: false },
      { name: 'd', direct: true, production: false },
      { name: 'real', alias: 'nick', direct: false },
      { name: 'forked', kind: 'git', reason: expect.stringContaining('git') },
    ]);
  });

  it('is found in its folder', async () => {
    expect(names(await read('.'))).toEqual(names(await read('package-lock.json')));
  });

  it.each([
    [{ production: true }, ['b', 'own', 'a', 'inner', 'b', 'real', 'forked'], { production: 1 }],
    [{ direct: true }, ['b', 'a', 'd'], { direct: 5 }],
    [{ include: ['b@1*', 'r*'] }, ['b', 'real'], { include: 6 }],
    [{ exclude: ['{a,b}'] }, ['own', 'inner', 'd', 'real', 'forked'], { exclude: 3 }],
    [{ exclude: ['o*'], top: 2 }, ['b', 'a'], { exclude: 1, top: 5 }],
    [{}, ['b', 'own', 'a', 'inner', 'b', 'd', 'real', 'forked'], {}],
  ])('is filtered by %j, and what is left out is counted', async (filters, kept, leftOut) => {
    const found = await read('package-lock.json', filters);
    expect([names(found), found.leftOut]).toEqual([kept, leftOut]);
  });
});

describe('what a project asks for', () => {
  const pnpm9 = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: { specifier: ^1.0.0, version: 1.0.0(p@1.0.0) }
    devDependencies:
      nick: { specifier: npm:d@1, version: d@1.0.0 }
packages:
  a@1.0.0: { resolution: { integrity: sha512-a } }
  deep@1.0.0: { resolution: { integrity: sha512-deep } }
  p@1.0.0: { resolution: { integrity: sha512-p } }
  d@1.0.0: { resolution: { integrity: sha512-d } }
snapshots:
  a@1.0.0(p@1.0.0): { dependencies: { deep: 1.0.0, p: 1.0.0 } }
  deep@1.0.0: {}
  p@1.0.0: {}
  d@1.0.0: {}
`;
  const pnpm5 = `lockfileVersion: 5.4
dependencies:
  a: 1.0.0_p@1.0.0
devDependencies:
  d: 1.0.0
packages:
  /a/1.0.0_p@1.0.0:
    resolution: { integrity: sha512-a }
    dependencies: { deep: 1.0.0, p: 1.0.0 }
  /deep/1.0.0: { resolution: { integrity: sha512-deep } }
  /p/1.0.0: { resolution: { integrity: sha512-p } }
  /d/1.0.0: { resolution: { integrity: sha512-d }, dev: true }
`;
  const yarn = `# yarn lockfile v1

a@^1.0.0:
  version "1.0.0"
  integrity sha512-aaaa
  dependencies:
    deep "^1.0.0"
    p ">= 1"

d@1:
  version "1.0.0"
  integrity sha512-dddd

deep@^1.0.0:
  version "1.0.0"
  integrity sha512-eeee

"p@>= 1":
  version "1.0.0"
  integrity sha512-pppp
`;
  const bun = {
    lockfileVersion: 1,
    workspaces: { '': { name: 'x', dependencies: { a: '1' }, devDependencies: { d: '1' } } },
    packages: {
      a: ['a@1.0.0', '', { dependencies: { deep: '1', p: '1' } }, 'sha512-a'],
      d: ['d@1.0.0', '', {}, 'sha512-d'],
      deep: ['deep@1.0.0', '', {}, 'sha512-deep'],
      p: ['p@1.0.0', '', {}, 'sha512-p'],
    },
  };
  it.each([
    ['pnpm-lock.yaml', pnpm9],
    ['pnpm-lock.yaml', pnpm5],
    ['yarn.lock', yarn],
    ['bun.lock', bun],
  ])('is told by %s (%#), and what is for production', async (file, content) => {
    await write('package.json', { dependencies: { a: '^1.0.0' }, devDependencies: { d: '1' } });
    await write(file, content);
    const found = await read(file);
    expect(
      found.dependencies.map(({ name, direct, production }) => [name, direct, production]).sort(),
    ).toEqual([
      ['a', true, true],
      ['d', true, false],
      ['deep', false, true],
      ['p', false, true],
    ]);
    expect(names(await read(file, { direct: true, production: true }))).toEqual(['a']);
  });

  it('is not guessed where nothing tells', async () => {
    await write('yarn.lock', yarn);
    for (const filter of [{ production: true }, { direct: true }])
      await expect(read('yarn.lock', filter)).rejects.toThrow(
        /can't be used with yarn.lock: it does not tell/,
      );
  });
});

describe('a package.json', () => {
  it('is resolved now, with what is from elsewhere named as what it is', async () => {
    await write('package.json', {
      dependencies: { a: '^1.2.0', nick: 'npm:real@~3.0.0', gone: '*', tag: 'latest' },
      optionalDependencies: { forked: 'github:team/forked', file: 'file:../x', own: 'workspace:*' },
      peerDependencies: { ignored: '1' },
      devDependencies: { d: 'https://git.example/d.tgz' },
    });
    const { dependencies } = await read('package.json');
    expect(dependencies).toMatchObject([
      {
        name: 'a',
        version: '1.2.0',
        integrity: 'sha512-a',
        direct: true,
        production: true,
        reference: '^1.2.0',
      },
      { name: 'real', alias: 'nick', version: '3.0.0' },
      // It waits, and fails with what the registry says when it is verified.
      { name: 'gone', version: 'latest', integrity: null, reason: null },
      { name: 'tag', version: expect.any(String) },
      { name: 'forked', kind: 'git' },
      { name: 'file', kind: 'folder' },
      { name: 'own', kind: 'folder' },
      { name: 'd', kind: 'archive', production: false },
    ]);
  });
});

describe('an SBOM', () => {
  const sha512 = 'ab'.repeat(64);
  const integrity = `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`;
  it('of CycloneDX has purls, hashes, and what is for development', async () => {
    await write('sbom.json', {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { 'bom-ref': 'root', name: 'root', purl: 'pkg:npm/root@1.0.0' } },
      components: [
        {
          'bom-ref': 'a',
          name: 'a',
          purl: 'pkg:npm/%40scope/a@1.0.0',
          hashes: [{ alg: 'SHA-512', content: sha512 }],
          components: [{ 'bom-ref': 'n', name: 'nested', purl: 'pkg:npm/nested@2.0.0' }],
        },
        {
          'bom-ref': 'd',
          name: 'd',
          purl: 'pkg:npm/d@1.0.0',
          properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
        },
        { 'bom-ref': 'py', name: 'py', purl: 'pkg:pypi/py@1.0.0' },
        { 'bom-ref': 'x', name: 'unnamed-purl' },
      ],
      dependencies: [{ ref: 'root', dependsOn: ['a', 'd'] }],
    });
    const { dependencies } = await read('sbom.json');
    expect(dependencies).toMatchObject([
      { name: '@scope/a', version: '1.0.0', integrity, direct: true, production: true },
      { name: 'nested', version: '2.0.0', integrity: null, direct: false },
      { name: 'd', direct: true, production: false },
      { name: 'py', kind: 'foreign', reason: expect.stringContaining('pypi') },
      { name: 'unnamed-purl', kind: 'foreign', reason: expect.stringContaining('no purl') },
    ]);
  });

  it('of SPDX has them too', async () => {
    const reference = (purl: string) => [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
    ];
    await write('sbom.json', {
      spdxVersion: 'SPDX-2.3',
      documentDescribes: ['root'],
      packages: [
        { SPDXID: 'root', name: 'root', externalRefs: reference('pkg:npm/root@1.0.0') },
        {
          SPDXID: 'a',
          name: 'a',
          externalRefs: reference('pkg:npm/a@1.0.0'),
          checksums: [{ algorithm: 'SHA512', checksumValue: sha512 }],
        },
        { SPDXID: 'd', name: 'd', externalRefs: reference('pkg:npm/d@1.0.0') },
      ],
      relationships: [
        { spdxElementId: 'root', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'a' },
        { spdxElementId: 'd', relationshipType: 'DEV_DEPENDENCY_OF', relatedSpdxElement: 'root' },
      ],
    });
    const { dependencies } = await read('sbom.json');
    expect(dependencies).toMatchObject([
      { name: 'a', version: '1.0.0', integrity, direct: true, production: true },
      { name: 'd', direct: true, production: false },
    ]);
  });
});

describe('names', () => {
  it('come from a list, from stdin and from the command line', async () => {
    await write('list.txt', '# the list\na@1.0.0\n\npkg:npm/%40scope/b@2.0.0 # pinned\n');
    const stdin = async () => 'c\n';
    const { dependencies } = await read(['list.txt', '-', 'd@^3.0.0', 'pkg:npm/e'], {}, { stdin });
    expect(dependencies.map(({ name, version, origin }) => `${name} ${version} ${origin}`)).toEqual([
      'a 1.0.0 list.txt',
      '@scope/b 2.0.0 list.txt',
      'c 9.0.0 -',
      'd 3.0.0 d@^3.0.0',
      'e 9.0.0 pkg:npm/e',
    ]);
  });

  it('may be of sources, which are what their index has now; what it does not have is left to fail', async () => {
    await write('list.txt', 'deb:tool\npkg:generic/x@1?download_url=https://tool.example/x-1.tar.gz\n');
    await write('bom.json', {
      bomFormat: 'CycloneDX',
      components: [
        { name: 'libc6', purl: 'pkg:deb/debian/libc6@2?arch=amd64' },
        { name: 'gone', purl: 'pkg:deb/debian/gone@3-1?arch=source' },
        { name: 'bare', purl: 'pkg:generic/bare@1' },
      ],
    });
    const asked: string[] = [];
    const list: ReadingServices['list'] = async (spec) => {
      asked.push(spec);
      if (spec.includes('gone')) return { fault: 'no source package gone' };
      const name = spec.startsWith('deb:') ? 'pkg:deb/debian/tool' : 'pkg:generic/x';
      return { name, version: '1-1', integrity: 'sha256-aaaa', spec: `${name}@1-1` };
    };
    const { dependencies } = await read(['list.txt', 'bom.json'], {}, { list });
    expect(asked).toHaveLength(3);
    expect(
      dependencies.map(({ kind, name, version, integrity, reference, reason }) => [
        ...[kind, name, version, integrity, reference],
        reason === null,
      ]),
    ).toEqual([
      ['source', 'pkg:deb/debian/tool', '1-1', 'sha256-aaaa', 'pkg:deb/debian/tool@1-1', true],
      ['source', 'pkg:generic/x', '1-1', 'sha256-aaaa', 'pkg:generic/x@1-1', true],
      ['foreign', 'debian/libc6', null, null, null, false],
      [
        'source',
        'pkg:deb/debian/gone@3-1?arch=source',
        'latest',
        null,
        'pkg:deb/debian/gone@3-1?arch=source',
        true,
      ],
      ['foreign', 'bare', null, null, null, false],
    ]);
    const only = await read('list.txt', { include: ['pkg:deb/**'] }, { list });
    expect(names(only)).toEqual(['pkg:deb/debian/tool']);
  });

  it('pins a source to what an SBOM states of it, whichever hash that is, and no package of a distribution', async () => {
    const purl = 'pkg:generic/x@1?download_url=https%3A%2F%2Ftool.example%2Fx-1.tar.gz';
    const hex = (length: number) => 'ab'.repeat(length);
    const sri = (algorithm: string, length: number) =>
      `${algorithm}-${Buffer.from(hex(length), 'hex').toString('base64')}`;
    await write('bom.json', {
      bomFormat: 'CycloneDX',
      components: [
        { name: 'x', purl, hashes: [{ alg: 'SHA-256', content: hex(32) }] },
        {
          name: 'x',
          purl: `${purl}&checksum=sha256:${'0'.repeat(64)}`,
          hashes: [{ alg: 'SHA-256', content: hex(32) }],
        },
        { name: 'x', purl, hashes: [{ alg: 'SHA-512', content: hex(64) }] },
        {
          name: 'tool',
          purl: 'pkg:deb/debian/tool@1-1?arch=source',
          hashes: [{ alg: 'SHA-256', content: hex(32) }],
        },
        { name: 'tool', purl: 'pkg:deb/ubuntu/tool@1-1?arch=source' },
        { name: 'tool', purl: 'pkg:npm/tool@1.0.0' },
      ],
    });
    const asked: string[] = [];
    const list: ReadingServices['list'] = async (spec) => {
      asked.push(spec);
      return { name: `known ${asked.length}`, version: '1', integrity: 'sha256-own', spec };
    };
    const { dependencies } = await read('bom.json', {}, { list });
    const pinned = purl.replace('?', `?checksum=sha256%3A${hex(32)}&`);
    expect(asked).toEqual([
      pinned,
      `${purl}&checksum=sha256:${'0'.repeat(64)}`,
      purl,
      'pkg:deb/debian/tool@1-1?arch=source',
    ]);
    expect(dependencies.map(({ kind, name, integrity }) => [kind, name, integrity])).toEqual([
      ['source', 'known 1', sri('sha256', 32)],
      ['source', 'known 2', sri('sha256', 32)],
      ['source', 'known 3', sri('sha512', 64)],
      ['source', 'known 4', 'sha256-own'],
      ['foreign', 'ubuntu/tool', null],
      ['registry', 'tool', null],
    ]);
  });

  it('are no tarballs of this machine, which a worker elsewhere does not have', async () => {
    await write('tool-1.2.3.tar.xz', 'x');
    await write('list.txt', './tool-1.2.3.tar.xz\n');
    await expect(read('list.txt')).rejects.toThrow(
      /line 1 of list\.txt can't be used: a batch is of releases that others can have/,
    );
  });

  it('come from what the registry lists of an organisation or a maintainer, and it is told where that is not all', async () => {
    const search: ReadingServices['search'] = async ({ kind, name }) => ({
      names: kind === 'org' ? [`@${name}/a`] : ['b', 'c'],
      isWhole: kind === 'org',
    });
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    expect(names(await read('org:@team', {}, { search, note }))).toEqual(['@team/a']);
    expect(notes).toEqual([]);
    expect(names(await read('maintainer:somebody', {}, { search, note }))).toEqual(['b', 'c']);
    expect(notes).toEqual([
      expect.stringContaining('maintainer:somebody: the registry lists more than 5000'),
    ]);
    await expect(read('org:nobody')).rejects.toThrow('the registry lists no packages of it');
  });

  it.each([
    ['missing.json', /no such file/],
    ['org:a b', /there is no such name/],
    ['./x', /no such file/],
    ['http://registry.example/x.tgz', /can't be used/],
    ['a@git+https://x.example/y.git', /can't be used/],
    ['.', /a folder without a lockfile/],
  ])('%s is refused in one line', async (text, words) => {
    const error = await read(text).then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(words) });
    expect((error as Error).message).not.toContain('\n');
  });
});

describe('a node_modules folder', () => {
  it('is read by what npm left in it', async () => {
    await write(
      'node_modules/.package-lock.json',
      lock({ 'node_modules/a': entry(), 'node_modules/d': entry({ dev: true }) }),
    );
    const { dependencies } = await read('node_modules');
    expect(dependencies).toMatchObject([
      { name: 'a', integrity: 'sha512-aaaa', production: true },
      { name: 'd', production: false },
    ]);
    await expect(read('node_modules', { direct: true })).rejects.toThrow('does not tell');
  });

  it('is told what is direct by the package.json of its project', async () => {
    await write('package.json', { devDependencies: { d: '1' } });
    await write(
      'node_modules/.package-lock.json',
      lock({ 'node_modules/a': entry(), 'node_modules/d': entry() }),
    );
    expect(names(await read('node_modules', { direct: true }))).toEqual(['d']);
  });

  it('is read by its packages where nothing was left, and no link is followed', async () => {
    await write('node_modules/a/package.json', { name: 'a', version: '1.0.0' });
    await write('node_modules/a/node_modules/deep/package.json', { name: 'deep', version: '2.0.0' });
    await write('node_modules/@scope/b/package.json', { name: '@scope/b', version: '3.0.0' });
    await write('node_modules/broken/package.json', '{');
    await write('node_modules/.pnpm/p@5.0.0/node_modules/p/package.json', { name: 'p', version: '5.0.0' });
    await write('elsewhere/package.json', { name: 'elsewhere', version: '5.0.0' });
    await symlink(join(folder, 'elsewhere'), join(folder, 'node_modules/linked'));
    await mkdir(join(folder, 'node_modules/inward'));
    await symlink(join(folder, 'elsewhere/package.json'), join(folder, 'node_modules/inward/package.json'));
    const { dependencies } = await read('node_modules');
    expect(dependencies.map(({ kind, name, version }) => [kind, name, version]).sort()).toEqual([
      ['foreign', 'broken', null],
      ['registry', '@scope/b', '3.0.0'],
      ['registry', 'a', '1.0.0'],
      ['registry', 'deep', '2.0.0'],
      ['registry', 'p', '5.0.0'],
    ]);
  });

  it('does not take a package for the one that it says it is', async () => {
    await write('node_modules/evil/package.json', { name: 'trusted', version: '1.0.0' });
    expect((await read('node_modules')).dependencies).toMatchObject([
      { kind: 'foreign', name: 'evil', version: null, reason: expect.stringContaining('trusted') },
    ]);
  });

  it('does not wait for what is no file', async () => {
    await mkdir(join(folder, 'node_modules/pipe'), { recursive: true });
    await execa('mkfifo', [join(folder, 'node_modules/pipe/package.json')]);
    await expect(read('node_modules')).rejects.toThrow('no packages are in it');
  });
});

describe('what changed since a revision', () => {
  it('is what the file did not name then', async () => {
    const repository = await gitRepository();
    const text = (packages: Record<string, object>) => JSON.stringify(lock({ '': {}, ...packages }));
    const before = { 'node_modules/a': entry(), 'node_modules/b': entry() };
    await repository.commit({ 'sub/package-lock.json': text(before) });
    await repository.tag('before');
    const after = {
      ...before,
      'node_modules/b': entry({ integrity: 'sha512-bbbb' }),
      'node_modules/c': entry(),
    };
    await repository.commit({ 'sub/package-lock.json': text(after), 'new/package-lock.json': text(before) });
    const clone = join(folder, 'clone');
    await execa('git', ['clone', '--quiet', repository.path, clone]);
    const at = (path: string) => join(clone, path);
    const found = await read(at('sub/package-lock.json'), { changedSince: 'before' });
    expect([names(found), found.leftOut]).toEqual([['b', 'c'], { before: 1 }]);
    expect(names(await read(at('new/package-lock.json'), { changedSince: 'before' }))).toEqual(['a', 'b']);
    for (const revision of ['nothing', '--output=/tmp/x', 'before:sub'])
      await expect(read(at('sub/package-lock.json'), { changedSince: revision })).rejects.toMatchObject({
        exitCode: 2,
      });
    // A bare repository has no files to be relative to.
    const bare = join(repository.path, 'package-lock.json');
    await writeFile(bare, text(after));
    await expect(read(bare, { changedSince: 'before' })).rejects.toMatchObject({ exitCode: 2 });
    await repository.remove();
  });

  it('is asked of files only', async () => {
    await expect(read('a@1.0.0', { changedSince: 'HEAD' })).rejects.toThrow('it is no file');
  });
});

describe('hostile inputs', () => {
  it('are read or refused, and nothing else', async () => {
    const names = [
      'package-lock.json',
      'pnpm-lock.yaml',
      'yarn.lock',
      'bun.lock',
      'package.json',
      'x.json',
      'list.txt',
    ];
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '__proto__',
        '{"bomFormat":"CycloneDX","components":[{}]}',
        '{"spdxVersion":"x"}',
        'packages:',
        '{}',
      ),
    );
    const json = fc.json({ maxDepth: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.oneof(words, json), async (name, content) => {
        await write(name, content);
        await read(name).catch((error: unknown) => {
          if (!(error instanceof ReproveError)) throw error;
        });
      }),
      { numRuns: 150 },
    );
  });

  it('of a hundred thousand entries take seconds', async () => {
    const packages = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, at) => [
        `node_modules/p${at}`,
        { version: '1.0.0', dev: at % 2 === 0 },
      ]),
    );
    await write('package-lock.json', lock({ '': { dependencies: { p1: '1' } }, ...packages }));
    const started = performance.now();
    const { dependencies } = await read('package-lock.json', { production: true, exclude: ['p9*'] });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(dependencies.length).toBe(44_444);
  });
});
