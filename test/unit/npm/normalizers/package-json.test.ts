import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalNormalizers } from '../../../../src/compare/normalizers/index.js';
import { npmNormalizers } from '../../../../src/npm/normalizers/index.js';
import { normalized } from '../../../support/comparison.js';

const all = [...generalNormalizers, ...npmNormalizers];
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function compare(
  reference: unknown,
  release: unknown,
  path = 'package.json',
  against: 'source' | 'rebuild' = 'source',
) {
  return normalized(path, text(release), text(reference), { against }, all);
}

const base = {
  name: 'tiny',
  version: '1.2.3',
  main: 'index.js',
  scripts: { test: 'x', prepublishOnly: 'y' },
  dependencies: { a: '^1.0.0' },
};

describe('what publishing does to package.json', () => {
  it.each<[string, object, object, string]>([
    [
      'a stamped version',
      { ...base, version: '0.0.0-development' },
      base,
      'version 0.0.0-development stamped as 1.2.3',
    ],
    ['gitHead', base, { ...base, gitHead: 'a'.repeat(40) }, 'gitHead added'],
    [
      'fields of an installed copy',
      base,
      { ...base, _id: 'tiny@1.2.3', _from: 'x', _shrinkwrap: null, bundleDependencies: false },
      '_id added',
    ],
    [
      'removed development fields',
      { ...base, devDependencies: { b: '1' }, prettier: {} },
      base,
      'devDependencies removed',
    ],
    [
      'removed scripts of publishing',
      base,
      { ...base, scripts: { test: 'x' } },
      'scripts removed: prepublishOnly',
    ],
    ['all scripts removed', base, { ...base, scripts: undefined }, 'scripts removed: test, prepublishOnly'],
    [
      'a workspace range, exact',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: '1.2.3' } },
      'a workspace:* → 1.2.3',
    ],
    [
      'a workspace range, caret',
      { ...base, dependencies: { a: 'workspace:^' } },
      { ...base, dependencies: { a: '^1.2.3' } },
      'a workspace:^ → ^1.2.3',
    ],
    [
      'a workspace range, given',
      { ...base, dependencies: { a: 'workspace:^1.0.0' } },
      base,
      'a workspace:^1.0.0 → ^1.0.0',
    ],
    [
      'a catalog of development dependencies',
      { ...base, devDependencies: { a: 'catalog:' } },
      { ...base, devDependencies: { a: '^4.0.0' } },
      'a catalog: → ^4.0.0',
    ],
    [
      'hoisted publishConfig',
      { ...base, publishConfig: { main: 'dist/index.js' } },
      { ...base, main: 'dist/index.js' },
      'main taken from publishConfig',
    ],
    [
      'hoisted publishConfig of which something stays',
      { ...base, publishConfig: { main: 'dist/index.js', access: 'public' } },
      { ...base, main: 'dist/index.js', publishConfig: { access: 'public' } },
      'publishConfig without main',
    ],
    [
      'bin as a map',
      { ...base, bin: 'cli.js' },
      { ...base, bin: { tiny: 'cli.js' } },
      'bin written as a map',
    ],
  ])('%s is explained', (_, reference, release, detail) => {
    const found = compare(reference, release);
    expect(found?.map(({ name }) => name)).toEqual(['package-json-publishing']);
    expect(found![0]!.detail).toContain(detail);
  });

  it('another order of fields and dependencies is equal', () => {
    const reordered = {
      dependencies: base.dependencies,
      scripts: { prepublishOnly: 'y', test: 'x' },
      main: 'index.js',
      version: '1.2.3',
      name: 'tiny',
    };
    expect(compare(base, reordered)?.map(({ name }) => name)).toEqual(['package-json-order']);
  });

  it('another layout is the general normalizer alone', () => {
    expect(compare(base, JSON.stringify(base))?.map(({ name }) => name)).toEqual(['json-layout']);
  });
});

describe('what is never explained', () => {
  const exported = { ...base, exports: { import: './a.js', default: './b.js' } };
  it.each<[string, unknown, unknown]>([
    ['an added dependency', base, { ...base, dependencies: { a: '^1.0.0', evil: '*' } }],
    ['a first dependency', { ...base, dependencies: undefined }, base],
    ['an optional dependency', base, { ...base, optionalDependencies: { evil: '*' } }],
    ['a removed dependency', base, { ...base, dependencies: {} }],
    ['a changed range', base, { ...base, dependencies: { a: '^1.0.1' } }],
    ['an added install script', base, { ...base, scripts: { ...base.scripts, postinstall: 'node x' } }],
    ['a changed script', base, { ...base, scripts: { test: 'x; y', prepublishOnly: 'y' } }],
    ['a first script', { ...base, scripts: undefined }, { ...base, scripts: { install: 'x' } }],
    [
      'a removed install script, which lets node-gyp run',
      { ...base, scripts: { install: 'x' } },
      { ...base, scripts: undefined },
    ],
    ['a bin', base, { ...base, bin: { tiny: 'x.js' } }],
    ['a bin under another name', { ...base, bin: 'cli.js' }, { ...base, bin: { npm: 'cli.js' } }],
    ['a second bin', { ...base, bin: 'cli.js' }, { ...base, bin: { tiny: 'cli.js', x: 'cli.js' } }],
    ['another main', base, { ...base, main: 'x.js' }],
    ['a removed main', base, { ...base, main: undefined }],
    ['type', base, { ...base, type: 'module' }],
    ['browser', base, { ...base, browser: { 'a.js': 'b.js' } }],
    ['exports', base, exported],
    ['removed exports', exported, base],
    ['order of conditions', exported, { ...base, exports: { default: './b.js', import: './a.js' } }],
    ['order of browser', { ...base, browser: { a: '1', b: '2' } }, { ...base, browser: { b: '2', a: '1' } }],
    ['engines', base, { ...base, engines: { node: '*' } }],
    ['gypfile', base, { ...base, gypfile: true }],
    ['bundled dependencies', base, { ...base, bundleDependencies: ['a'] }],
    ['all dependencies bundled', base, { ...base, bundleDependencies: true }],
    ['an unknown field', base, { ...base, config: { a: 'b' } }],
    ['another name', base, { ...base, name: 'other' }],
    ['a version that is not the release’s', { ...base, version: '1.0.0' }, { ...base, version: '1.2.4' }],
    ['where npm is to fetch it from next time', base, { ...base, _resolved: 'https://evil.example/x.tgz' }],
    ['what npm is to take for its digest', base, { ...base, _integrity: 'sha512-AAAA' }],
    [
      'what npm 3 to 6 obey as its npm-shrinkwrap.json',
      base,
      { ...base, _shrinkwrap: { dependencies: { evil: { version: '1.0.0' } } } },
    ],
    ['what npm is to take for its range', base, { ...base, _requested: { saveSpec: 'github:x/y' } }],
    ['a gitHead that is none', base, { ...base, gitHead: 'main; rm' }],
    [
      'a workspace range to a git address',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: 'github:x/y' } },
    ],
    [
      'a workspace range to an alias',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: 'npm:evil@1.0.0' } },
    ],
    [
      'an exact workspace range to a wide one',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: '*' } },
    ],
    [
      'a workspace caret to a tilde',
      { ...base, dependencies: { a: 'workspace:^' } },
      { ...base, dependencies: { a: '~1.0.0' } },
    ],
    [
      'a given workspace range to another',
      { ...base, dependencies: { a: 'workspace:^1.0.0' } },
      { ...base, dependencies: { a: '^2.0.0' } },
    ],
    [
      'a catalog to a version that only the publisher states',
      { ...base, dependencies: { a: 'catalog:' } },
      base,
    ],
    [
      'a workspace range to a version that only the publisher states',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: '1.0.0' } },
    ],
    [
      'a catalog to an alias',
      { ...base, dependencies: { a: 'catalog:' } },
      { ...base, dependencies: { a: 'npm:evil@1' } },
    ],
    [
      'a catalog to a tag',
      { ...base, dependencies: { a: 'catalog:' } },
      { ...base, dependencies: { a: 'latest' } },
    ],
    [
      'a workspace range together with an added dependency',
      { ...base, dependencies: { a: 'workspace:*' } },
      { ...base, dependencies: { a: '1.0.0', evil: '1' } },
    ],
    [
      'main other than publishConfig says',
      { ...base, publishConfig: { main: 'dist/index.js' } },
      { ...base, main: 'dist/evil.js' },
    ],
    [
      'scripts out of publishConfig',
      { ...base, publishConfig: { scripts: { install: 'x' } } },
      { ...base, scripts: { install: 'x' } },
    ],
    [
      'dependencies out of publishConfig',
      { ...base, publishConfig: { dependencies: { evil: '1' } } },
      { ...base, dependencies: { evil: '1' } },
    ],
    [
      'something added to publishConfig',
      { ...base, publishConfig: { access: 'public' } },
      { ...base, publishConfig: { access: 'public', registry: 'http://x' } },
    ],
    ['a duplicate key', `{"name":"tiny","main":"a","main":"b"}`, `{"name":"tiny", "main":"a","main":"b"}`],
    ['one explained change beside one that is not', { ...base, version: '0.0.0' }, { ...base, main: 'x.js' }],
  ])('%s', (_, reference, release) => {
    expect(compare(reference, release)).toBeNull();
  });

  it('a rewriting in a package.json that is not the manifest', () => {
    expect(compare({ ...base, devDependencies: {} }, base, 'lib/package.json')).toBeNull();
  });

  it('a workspace range that a rebuild left or resolved otherwise', () => {
    const reference = { ...base, dependencies: { a: 'workspace:*' } };
    expect(
      compare(reference, { ...base, dependencies: { a: '1.0.0' } }, 'package.json', 'rebuild'),
    ).toBeNull();
  });
});

describe('properties', () => {
  const map = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.stringMatching(/^[\^~]?\d\.\d\.\d$/), {
    maxKeys: 4,
  });
  const manifest = fc.record({
    main: fc.stringMatching(/^[a-z]{1,5}\.js$/),
    scripts: map,
    dependencies: map,
    devDependencies: map,
  });

  it('any layout and order of a manifest is equal to it', () => {
    fc.assert(
      fc.property(manifest, fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(
          compare(value, `${JSON.stringify({ ...reversed, extra: undefined }, null, indent)}\n`),
        ).not.toBeNull();
      }),
    );
  });

  it('any edit that adds what runs is never equal', () => {
    const edits = fc.constantFrom<(value: Record<string, object>) => object>(
      (value) => ({ ...value, dependencies: { ...value.dependencies, evilpackage: '1.0.0' } }),
      (value) => ({ ...value, optionalDependencies: { evilpackage: '1.0.0' } }),
      (value) => ({ ...value, scripts: { ...value.scripts, postinstall: 'x' } }),
      (value) => ({ ...value, scripts: { ...value.scripts, preinstall: 'x' } }),
      (value) => ({ ...value, main: 'evil-entry.js' }),
      (value) => ({ ...value, bin: 'evil-entry.js' }),
      (value) => ({ ...value, exports: './evil-entry.js' }),
      (value) => ({ ...value, type: 'module' }),
    );
    fc.assert(
      fc.property(manifest, edits, (value, edit) => {
        expect(compare(value, edit(value as never))).toBeNull();
      }),
    );
  });
});
