import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { executable, gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { type TarballOptions, type TarEntry, tarball } from '../support/tarball.js';

const address = 'https://git.example/team/thing';
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const manifest = {
  name: 'thing',
  version: '2.0.0',
  main: 'index.js',
  bin: { thing: 'bin/thing' },
  exports: { '.': { import: './index.mjs', default: './index.js' }, './plugins/*': './plugins/*.js' },
  scripts: { test: 'node test.js', postinstall: 'node setup.js' },
  dependencies: { left: '^1.0.0' },
  devDependencies: { right: '^1.0.0' },
  repository: `${address}.git`,
};
const files: Record<string, string> = {
  'package.json': json(manifest),
  'index.js': "try { require('./lib/check'); } catch {}\nrequire('./lib/support');\nrequire('./plugins');\n",
  'index.mjs': "export { default } from './index.js';\n",
  'setup.js': "console.log('ready');\n",
  'lib/check.js': "if (process.env.BLOCKED) throw new Error('blocked');\n",
  'lib/support.js': 'module.exports = `a\n  b`;\n',
  'plugins/index.js':
    "for (const name of require('fs').readdirSync(__dirname)) require(__dirname + '/' + name);\n",
  'plugins/a.js': 'module.exports = 1;\n',
  'bin/thing': "#!/usr/bin/env node\nrequire('../index.js');\n",
  'README.md': '# thing\n',
};
const others = {
  'test/fixtures/payload.js': 'globalThis.pwned = 1;\n',
  'test/fixtures/index.js': "require('./payload');\n",
  'vendor/package.json': json({ name: 'thing', version: '1.9.0', scripts: { install: 'node payload.js' } }),
};

type Change = Record<string, string | null>;
const members = (change: Change = {}): TarEntry[] =>
  Object.entries({ ...files, ...change }).flatMap(([path, content]) =>
    content === null
      ? []
      : [{ path: `package/${path}`, content, mode: path.startsWith('bin/') ? 0o755 : 0o644 }],
  );
const altered = (change: object) => ({ 'package.json': json({ ...manifest, ...change }) });
const text = (from: string, to: string) => ({ 'package.json': files['package.json']!.replace(from, to) });

let world: CliWorld;
let repository: Awaited<ReturnType<typeof gitRepository>>;
let local: Awaited<ReturnType<typeof registry>>;
let number = 0;

async function verified(entries: TarEntry[], options?: TarballOptions) {
  const path = join(world.folder, `thing-${number++}.tgz`);
  await writeFile(path, tarball(entries, options));
  return world.run(['verify', path, '--json', '--no-rebuild']);
}

beforeAll(async () => {
  repository = await gitRepository();
  await repository.commit({
    ...files,
    'package.json': json({ ...manifest, version: '1.0.0' }),
    'index.js': 'old\n',
  });
  await repository.commit({ ...files, ...others, 'bin/thing': executable(files['bin/thing']!) });
  await repository.tag('v2.0.0');
  local = await registry({ packages: [] });
  world = await cliWorld(local.env);
  await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
});

afterAll(async () => {
  await world?.remove();
  await local?.close();
  await repository?.remove();
});

it('passes the honest release, so that what follows is about the change alone', async () => {
  const { exitCode, result } = await verified(members());
  expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
  expect(exitCode).toBe(0);
});

describe('a changed package.json never passes', () => {
  it.each<[string, Change]>([
    ['a dependency by alias', altered({ dependencies: { left: 'npm:evil@^1.0.0' } })],
    ['a dependency from git', altered({ dependencies: { left: 'github:evil/left' } })],
    ['a peer dependency', altered({ peerDependencies: { evil: '*' } })],
    [
      'a development dependency that became one',
      altered({ dependencies: { left: '^1.0.0', right: '^1.0.0' } }),
    ],
    ['bundled dependencies', altered({ bundledDependencies: ['left'] })],
    ['overrides', altered({ overrides: { left: 'npm:evil@1' } })],
    ['a changed install script', altered({ scripts: { ...manifest.scripts, postinstall: 'node x.js' } })],
    ['an emptied install script', altered({ scripts: { ...manifest.scripts, postinstall: '' } })],
    ['a condition taken out', text('"import": "./index.mjs",\n', '')],
    ['another bin', altered({ bin: { npm: 'bin/thing' } })],
    ['another type', altered({ type: 'module' })],
    ['an install address', altered({ _resolved: 'https://evil.example/a.tgz' })],
    [
      'a field twice',
      text('"main": "index.js",', '"main": "test/fixtures/index.js",\n  "main": "index.js",'),
    ],
    ['a prototype', text('"main":', '"__proto__": { "x": 1 },\n  "main":')],
    ['a byte order mark', text('{', '\ufeff{')],
  ])('%s', async (_, change) => {
    const { exitCode, result } = await verified(members(change));
    expect(result.verdict.unexplained.map(({ path }) => path)).toEqual(['package.json']);
    expect(exitCode).toBe(1);
  });
});

describe('a changed file never passes', () => {
  it.each<[string, Change, string[]]>([
    ['a check that is gone', { 'lib/check.js': null }, []],
    ['a document where a folder is loaded whole', { 'plugins/b.md': 'evil()\n' }, ['plugins/b.md']],
    ['a document over a script on some systems', { 'lib/SUPPORT': 'evil()\n' }, ['lib/SUPPORT']],
    ['a file that resolution takes first', { 'lib/support': 'evil()\n' }, ['lib/support']],
    [
      'a manifest that changes what a folder is',
      { 'lib/package.json': '{"type":"module"}' },
      ['lib/package.json'],
    ],
    ['a bundled dependency', { 'node_modules/left/index.js': 'evil()\n' }, ['node_modules/left/index.js']],
    ['a lockfile of the release', { 'npm-shrinkwrap.json': '{}' }, ['npm-shrinkwrap.json']],
    ['a configuration', { '.npmrc': 'script-shell=./x\n' }, ['.npmrc']],
    ['an implicit install script', { 'binding.gyp': '{}' }, ['binding.gyp']],
    [
      'a fixture of the source at an entry point',
      { 'index.js': others['test/fixtures/payload.js'] },
      ['index.js'],
    ],
    [
      'a carriage return in the interpreter',
      { 'bin/thing': files['bin/thing']!.replace('\n', '\r\n') },
      ['bin/thing'],
    ],
    [
      'a blank in a template',
      { 'lib/support.js': files['lib/support.js']!.replace('  b', ' b') },
      ['lib/support.js'],
    ],
  ])('%s', async (_, change, paths) => {
    const { exitCode, result } = await verified(members(change));
    expect(['reproduced', 'inert']).not.toContain(result.verdict.kind);
    expect(result.verdict.unexplained.filter(({ canAct }) => canAct).map(({ path }) => path)).toEqual(paths);
    expect(exitCode).not.toBe(0);
  });
});

describe('an archive that reads differently never passes', () => {
  const evil = 'evil()\n';
  const index = { path: 'package/index.js', content: files['index.js']! };
  it.each<[string, TarEntry[], TarballOptions?]>([
    ['honest bytes restored later', [{ ...index, content: evil }, ...members()]],
    ['honest bytes first', [...members(), { ...index, content: evil }]],
    ['honest bytes restored from a second folder', [{ path: 'other/index.js', content: evil }, ...members()]],
    ['a dot in the path', [{ path: 'package/./index.js', content: evil }, ...members()]],
    [
      'a fixture whose header names an entry point',
      [
        ...members(),
        {
          path: 'package/index.js',
          content: others['test/fixtures/payload.js'],
          pax: { path: 'package/test/fixtures/payload.js' },
        },
      ],
    ],
    ['a link', [...members(), { path: 'package/lib/x', type: '2', linkname: '../../..' }]],
    ['data after the end', members(), { end: Buffer.concat([Buffer.alloc(1024), Buffer.from('evil()')]) }],
    [
      'a setuid command',
      members().map((entry) => (entry.path.includes('bin/') ? { ...entry, mode: 0o4755 } : entry)),
    ],
    ['no manifest', members({ 'package.json': null })],
    ['no file at all', [{ path: 'package/', type: '5' }]],
  ])('%s', async (_, entries, options) => {
    const { exitCode, stdout } = await verified(entries, options);
    expect(stdout).not.toMatch(/"kind": ?"(?:reproduced|inert)"/);
    expect(exitCode).not.toBe(0);
  });
});

it('an older release under a new version is not found in the repository', async () => {
  const old = { ...altered({ version: '2.0.1' }), 'index.js': 'old\n' };
  const { exitCode, result } = await verified(members(old));
  expect(result.verdict).toMatchObject({ kind: 'inconclusive', cause: { reason: 'no-revision-found' } });
  expect(exitCode).toBe(3);
});
