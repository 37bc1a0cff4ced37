import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/archive/schema.js';
import { entryPoints } from '../../../src/npm/entry-points.js';

const entry = (path: string): Entry => ({ path, mode: 0o644, size: 0, sha256: '', gitBlob: '' });
const points = (manifest: object | string | null, paths: string[]) =>
  entryPoints(
    manifest === null
      ? null
      : Buffer.from(typeof manifest === 'string' ? manifest : JSON.stringify(manifest)),
    paths.map(entry),
  );
/** `field path`, in order. */
const loaded = (manifest: object | string | null, paths: string[]) =>
  points(manifest, paths).loaded.map(({ field, path }) => `${field} ${path}`);

describe('what loading a package starts from', () => {
  it.each([
    ['a file', './lib/a.js', ['lib/a.js'], 'lib/a.js'],
    ['a file without its extension', 'lib/a', ['lib/a.js', 'lib/a.json'], 'lib/a.js'],
    ['a folder', 'lib', ['lib/index.js'], 'lib/index.js'],
    ['a folder with a slash', './lib/', ['lib/index.json'], 'lib/index.json'],
    ['a native module', 'build/x', ['build/x.node'], 'build/x.node'],
    ['detours', './lib/../lib//./a.js', ['lib/a.js'], 'lib/a.js'],
    ['another case, as on macOS and Windows', 'Lib/A.js', ['lib/a.js'], 'lib/a.js'],
    ['backslashes', 'lib\\a.js', ['lib/a.js'], 'lib/a.js'],
  ])('main names %s', (_, main, paths, found) => {
    expect(loaded({ main }, paths)).toEqual([`main ${found}`]);
  });

  it.each([
    ['absent', {}],
    ['no string', { main: 7 }],
    ['empty', { main: '' }],
    ['nowhere', { main: 'gone.js' }],
    ['outside', { main: '../../etc/passwd' }],
  ])('index.js is loaded when main is %s', (_, manifest) => {
    const paths = points(manifest, ['index.js', 'etc/passwd']).loaded.map(({ path }) => path);
    expect(paths).toEqual(['index.js']);
  });

  it('index.js is loaded when there is no readable manifest', () => {
    expect(loaded(null, ['index.js'])).toEqual(['index index.js']);
    expect(loaded('{', ['index.js'])).toEqual(['index index.js']);
  });

  it('fields of bundlers count', () => {
    const manifest = {
      main: 'm.js',
      module: 'm.mjs',
      browser: { './m.js': './b.js', fs: false },
      'react-native': 'rn.js',
      'jsnext:main': 'next.js',
      es2015: 'es.js',
      unpkg: 'u.js',
      jsdelivr: 'j.js',
      style: 's.css',
      sass: 's.scss',
      types: 't.d.ts',
    };
    const files = [
      'm.js',
      'm.mjs',
      'b.js',
      'rn.js',
      'next.js',
      'es.js',
      'u.js',
      'j.js',
      's.css',
      's.scss',
      't.d.ts',
    ];
    const paths = points(manifest, files).loaded.map(({ path }) => path);
    expect(paths.sort()).toEqual(files.filter((file) => file !== 't.d.ts').sort());
  });

  it('every condition of exports and imports counts, except types', () => {
    const manifest = {
      main: 'm.js',
      exports: {
        '.': [
          { types: './t.d.ts', import: { node: './n.mjs', default: './d.mjs' }, require: './r.cjs' },
          './f.js',
        ],
        './package.json': './package.json',
        './off': null,
      },
      imports: { '#internal': { default: './i.js' }, '#other': 'other-package' },
    };
    const paths = ['m.js', 't.d.ts', 'n.mjs', 'd.mjs', 'r.cjs', 'f.js', 'package.json', 'i.js'];
    expect(loaded(manifest, paths).sort()).toEqual(
      [
        'main m.js',
        'imports i.js',
        ...['d.mjs', 'f.js', 'n.mjs', 'package.json', 'r.cjs'].map((p) => `exports ${p}`),
      ].sort(),
    );
  });

  it('exports may be one string', () => {
    expect(loaded({ main: 'a.js', exports: './b.js' }, ['a.js', 'b.js'])).toEqual([
      'main a.js',
      'exports b.js',
    ]);
  });

  it('patterns stand for all files they match, with the same text at each star', () => {
    const manifest = {
      main: 'm.js',
      exports: { './*': './lib/*/*.js', './f/*': './f/*.css', './old/': './old/' },
    };
    const paths = [
      'm.js',
      'lib/a/a.js',
      'lib/a/b.js',
      'lib/x/y/x/y.js',
      'f/deep/s.css',
      'f/.css',
      'old/1.js',
    ];
    expect(loaded(manifest, paths)).toEqual([
      'main m.js',
      'exports lib/a/a.js',
      'exports lib/x/y/x/y.js',
      'exports f/deep/s.css',
      'exports old/1.js',
    ]);
  });

  it.each([
    ['a string', { bin: './cli' }, ['bin cli.js']],
    ['an object', { bin: { a: 'a.sh', b: 'cli.js' } }, ['bin a.sh', 'bin cli.js']],
    ['a folder', { directories: { bin: 'tools' } }, ['bin tools/x', 'bin tools/deep/y']],
  ])('bin is %s', (_, manifest, expected) => {
    const paths = ['m.js', 'cli.js', 'a.sh', 'tools/x', 'tools/deep/y'];
    expect(loaded({ main: 'm.js', ...manifest }, paths)).toEqual(['main m.js', ...expected]);
  });

  it('bears whatever a manifest holds', () => {
    const names = fc.constantFrom(
      'main',
      'exports',
      'bin',
      'directories',
      'scripts',
      'browser',
      'imports',
      'gypfile',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), fc.array(fc.string()), (manifest, paths) => {
        for (const { path } of points(manifest, paths).loaded) expect(paths).toContain(path);
      }),
    );
  });

  it('counts all files when patterns are too many to look up', () => {
    const exports = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`./${n}/*`, `./${n}/*`]));
    expect(loaded({ main: 'm.js', exports }, ['m.js', 'x.js'])).toContain('exports x.js');
  });

  it.each([
    ['percent-encoded', './%61.js', 'a.js'],
    ['with a query', './a.js?x#y', 'a.js'],
    ['broken encoding', './%zz.js', '%zz.js'],
  ])('targets may be URLs: %s', (_, target, found) => {
    expect(loaded({ main: 'm.js', exports: target }, ['m.js', found])).toEqual([
      'main m.js',
      `exports ${found}`,
    ]);
  });

  it('fields of tools for sources are followed, and never missed', () => {
    const manifest = {
      main: 'm.js',
      source: 'src/a.js',
      svelte: 's.svelte',
      man: ['./x.1'],
      directories: { man: 'man' },
    };
    const found = points(manifest, ['m.js', 'src/a.js', 's.svelte', 'x.1', 'man/y.1']).loaded;
    expect(found.map(({ path, field, spare }) => [field, path, spare === true])).toEqual([
      ['main', 'm.js', false],
      ['svelte', 's.svelte', true],
      ['source', 'src/a.js', true],
      ['man', 'x.1', true],
      ['man', 'man/y.1', true],
    ]);
  });

  it('manifests of folders and of bundled packages load files of their folder', () => {
    const files = [
      'm.js',
      'fp/package.json',
      'fp.js',
      'node_modules/x/package.json',
      'node_modules/x/index.js',
    ];
    const nested = new Map([
      ['fp/package.json', Buffer.from('{"main":"../fp.js","scripts":{"install":"x"}}')],
      ['node_modules/x/package.json', Buffer.from('{"scripts":{"install":"x"}}')],
    ]);
    const found = entryPoints(Buffer.from('{"main":"m.js"}'), files.map(entry), nested);
    expect(found.loaded.map(({ path }) => path)).toEqual(['m.js', 'fp.js', 'node_modules/x/index.js']);
    expect(found.installHooks).toEqual([{ hook: 'install of node_modules/x/package.json', command: 'x' }]);
  });

  it.each([
    ['payload', { payload: './a.md' }, ['a.md']],
    ['deep', { x: { y: ['a.md'] } }, ['a.md']],
    ['packed', { files: ['a.md'] }, []],
    ['prose', { description: 'a.md' }, []],
    ['a script', { scripts: { test: 'a.md' } }, []],
  ])('files that a field of unknown meaning names are told: %s', (_, manifest, expected) => {
    expect(points(manifest, ['a.md']).mentioned?.map(({ path }) => path)).toEqual(expected);
  });

  it('does not overflow on deep nesting', () => {
    const depth = 200_000;
    const exports = `${'['.repeat(depth)}"./a.js"${']'.repeat(depth)}`;
    expect(loaded(`{"main":"m.js","exports":${exports}}`, ['m.js', 'a.js'])).toContain('exports a.js');
  });
});

describe('what installing a package runs', () => {
  it('its install scripts in the order of npm, and no others', () => {
    const scripts = {
      postinstall: 'c',
      install: 'b',
      preinstall: 'a',
      prepare: 'x',
      prepublish: 'y',
      test: 'z',
    };
    expect(points({ scripts }, []).installHooks).toEqual([
      { hook: 'preinstall', command: 'a' },
      { hook: 'install', command: 'b' },
      { hook: 'postinstall', command: 'c' },
    ]);
  });

  it('scripts that an install script runs by the manager, with what these run', () => {
    const scripts = {
      postinstall: 'npm run setup && echo other',
      setup: 'yarn deep',
      presetup: 'a',
      deep: 'node deep.js',
      other: 'never',
      echo: 'never',
    };
    const commands = points({ scripts }, []).installHooks.map(({ hook, command }) => `${hook}: ${command}`);
    expect(commands).toContain('postinstall (setup): yarn deep');
    expect(commands).toContain('postinstall (presetup): a');
    expect(commands).toContain('postinstall (deep): node deep.js');
    expect(points({ scripts: { install: 'node x', x: 'y' } }, []).installHooks).toHaveLength(1);
  });

  const gyp = { hook: 'install', command: 'node-gyp rebuild' };

  it.each([
    ['without scripts', {}, [gyp]],
    ['with gypfile true', { gypfile: true }, [gyp]],
    ['with a postinstall', { scripts: { postinstall: 'x' } }, [gyp, { hook: 'postinstall', command: 'x' }]],
    ['with an install script', { scripts: { install: 'x' } }, [{ hook: 'install', command: 'x' }]],
    ['with a preinstall script', { scripts: { preinstall: 'x' } }, [{ hook: 'preinstall', command: 'x' }]],
    ['with gypfile false', { gypfile: false }, []],
  ])('binding.gyp %s', (_, manifest, expected) => {
    expect(points(manifest, ['binding.gyp']).installHooks).toEqual(expected);
  });

  it('no binding.gyp of a subfolder', () => {
    expect(points({}, ['src/binding.gyp']).installHooks).toEqual([]);
  });

  it('nothing from an inherited name', () => {
    expect(points('{"scripts":{"__proto__":{"install":"x"}}}', []).installHooks).toEqual([]);
  });
});
