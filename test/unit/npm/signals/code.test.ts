import { describe, expect, it } from 'vitest';
import { installHookAdded } from '../../../../src/npm/signals/install-hook-added.js';
import { outsideFiles } from '../../../../src/npm/signals/outside-files.js';
import { shrinkwrapAdded } from '../../../../src/npm/signals/shrinkwrap-added.js';
import { undeclaredImport } from '../../../../src/npm/signals/undeclared-import.js';
import { ofChange, severities } from '../../../support/signal-input.js';

describe('undeclared-import', () => {
  const manifest = { name: 'tiny', dependencies: { known: '1' }, peerDependencies: { '@x/peer': '1' } };
  const file = "const known = require('known');\nmodule.exports = known;\n";
  const change = (code: string, more = {}) =>
    ofChange(undeclaredImport, file, `${file}${code}\n`, { manifest, ...more });
  it.each([
    "require('plain-marker');",
    "import 'plain-marker';",
    "import x from '@y/marker/sub.js';",
    'import(`plain-marker`);',
  ])('is high for %s', (code) => {
    expect(change(code)).toEqual(['high']);
  });
  it.each([
    "require('fs');",
    "import 'node:test';",
    "require('./a');",
    "import '#internal';",
    "require('known/sub');",
    "import '@x/peer';",
    "require('tiny/a');",
    "// require('plain-marker')",
    "import 'https://x.example/a.js';",
  ])('says nothing of %s', (code) => {
    expect(change(code)).toEqual([]);
  });
  it('is no alarm for helpers of compilers, without a rebuild, and where the file differs all over', () => {
    expect(change("require('core-js/modules/es.array.at.js');")).toEqual(['medium']);
    expect(change("require('plain-marker');", { rebuilt: false })).toEqual(['medium']);
    expect(ofChange(undeclaredImport, 'let a;', "let b = require('plain-marker');", { manifest })).toEqual([
      'medium',
    ]);
  });
  it('says nothing of what other code loads as well', () => {
    expect(change("require('plain-marker');", { accounted: { 'a.js': 'import "plain-marker"' } })).toEqual(
      [],
    );
  });
});

describe('outside-files', () => {
  const told = (files: unknown, path: string, more = {}) =>
    severities(outsideFiles, {
      release: { [path]: 'x' },
      accounted: { 'dist/a.js': 'x', 'README.md': 'x', 'package.json': '{}' },
      manifest: { files },
      ...more,
    }).map(([, severity]) => severity);
  it('is high for a script beside the folders that are packed', () => {
    expect(told(['dist'], 'setup.js')).toEqual(['high']);
    expect(told(['/dist/*.js'], 'src/setup.js')).toEqual(['high']);
  });
  it('is no alarm without a rebuild, or where accounted-for code leads to it', () => {
    expect(told(['dist'], 'setup.js', { rebuilt: false })).toEqual(['medium']);
    expect(told(['dist'], 'setup.js', { expected: ['setup.js'] })).toEqual(['medium']);
  });
  it.each<[string, unknown, string, object?]>([
    ['a script inside', ['dist'], 'dist/setup.js'],
    ['a script of that name in a folder, as older npm packed', ['setup.js', 'dist'], 'src/setup.js'],
    ['a document', ['dist'], 'CHANGELOG.md'],
    ['a manifest without files', undefined, 'setup.js'],
    ['patterns that take something out', ['dist', '!dist/x.js'], 'setup.js'],
    ['a bundled package', ['dist'], 'node_modules/a/index.js'],
    ['a release that was packed by other rules', ['dist'], 'setup.js', { accounted: { 'lib/a.js': 'x' } }],
    [
      'an entry point',
      ['dist'],
      'setup.js',
      { input: { entryPoints: { loaded: [{ path: 'setup.js', field: 'bin' }], installHooks: [] } } },
    ],
  ])('says nothing of %s', (_, files, path, more) => {
    expect(told(files, path, more)).toEqual([]);
  });
});

describe('shrinkwrap-added', () => {
  const release = { 'npm-shrinkwrap.json': '{}' };
  it('is high where a rebuild has none, medium else', () => {
    expect(severities(shrinkwrapAdded, { release })).toEqual([['npm-shrinkwrap.json', 'high']]);
    expect(severities(shrinkwrapAdded, { release, rebuilt: false })).toEqual([
      ['npm-shrinkwrap.json', 'medium'],
    ]);
    expect(severities(shrinkwrapAdded, { release, rebuild: { 'npm-shrinkwrap.json': '[]' } })).toEqual([
      ['npm-shrinkwrap.json', 'medium'],
    ]);
  });
  it('says nothing of one that is accounted for, or of one of a fixture', () => {
    expect(severities(shrinkwrapAdded, { release: {}, accounted: release })).toEqual([]);
    expect(severities(shrinkwrapAdded, { release: { 'test/npm-shrinkwrap.json': '{}' } })).toEqual([]);
  });
});

describe('install-hook-added, beside package.json', () => {
  it('is high for a binding.gyp that only the release has, however it is written', () => {
    expect(severities(installHookAdded, { release: { 'binding.gyp': '{}' } })).toEqual([
      ['binding.gyp', 'high'],
    ]);
    expect(severities(installHookAdded, { release: { 'Binding.gyp': '{}' } })).toEqual([
      ['Binding.gyp', 'high'],
    ]);
  });
  it('is high for a command in one that changed, medium for another change', () => {
    const rebuild = { 'binding.gyp': "{ 'targets': [] }\n" };
    const changed = (text: string) =>
      severities(installHookAdded, { release: { 'binding.gyp': text }, rebuild });
    expect(changed("{ 'targets': ['<!(node x.js)'] }\n")).toEqual([['binding.gyp', 'high']]);
    expect(changed("{ 'targets': [{}] }\n")).toEqual([['binding.gyp', 'medium']]);
  });
  it('says nothing of one that npm is told to leave alone, or of one in a folder', () => {
    expect(
      severities(installHookAdded, { release: { 'binding.gyp': '{}' }, manifest: { gypfile: false } }),
    ).toEqual([]);
    expect(severities(installHookAdded, { release: { 'deps/binding.gyp': '{}' } })).toEqual([]);
  });
  const path = 'node_modules/@x/a/package.json';
  const hooked = '{"scripts": {"postinstall": "node x"}}';
  it('is high for the hook of a package that only the release carries', () => {
    expect(severities(installHookAdded, { release: { [path]: hooked } })).toEqual([[path, 'high']]);
  });
  it('is medium where the source bundles packages, and silent about hooks that they had', () => {
    const manifest = { bundleDependencies: ['@x/a'] };
    expect(severities(installHookAdded, { release: { [path]: hooked }, manifest })).toEqual([
      [path, 'medium'],
    ]);
    expect(
      severities(installHookAdded, { release: { [path]: `${hooked} ` }, rebuild: { [path]: hooked } }),
    ).toEqual([]);
    expect(severities(installHookAdded, { release: { [path]: '{"scripts": {"prepare": "x"}}' } })).toEqual(
      [],
    );
    expect(severities(installHookAdded, { release: { [path]: '{"scripts": [' } })).toEqual([]);
  });
});
