import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestConfusion } from '../../../src/npm/manifest-confusion.js';

const base = { name: 'one', version: '1.0.0' };
/** `severity message`, without the values. */
const found = (registry: object, tarball: object) =>
  manifestConfusion({ ...base, ...registry }, { ...base, ...tarball }).map(
    ({ severity, message }) => `${severity} ${message.split(':')[0]}`,
  );

describe('manifest confusion', () => {
  it.each<[string, object, object, string[]]>([
    ['a hidden install script', {}, { scripts: { preinstall: 'x' } }, ['high install script preinstall']],
    [
      'another one',
      { scripts: { install: 'a' } },
      { scripts: { install: 'b' } },
      ['high install script install'],
    ],
    ['one that is only shown', { scripts: { postinstall: 'a' } }, {}, ['high install script postinstall']],
    [
      'a rebuild in place of a script',
      { scripts: { install: 'node-gyp rebuild' } },
      { scripts: { install: 'x' } },
      ['high install script install'],
    ],
    ['a hidden dependency', {}, { dependencies: { evil: '1' } }, ['high dependency evil']],
    ['one that is only shown', { dependencies: { evil: '1' } }, {}, ['high dependency evil']],
    [
      'another range',
      { dependencies: { a: '^1.0.0' } },
      { dependencies: { a: '^2.0.0' } },
      ['high dependency a'],
    ],
    [
      'another place',
      { dependencies: { a: '^1' } },
      { dependencies: { a: 'evil/a' } },
      ['high dependency a'],
    ],
    [
      'another commit',
      { dependencies: { a: 'o/a#1' } },
      { dependencies: { a: 'o/a#2' } },
      ['high dependency a'],
    ],
    [
      'an optional dependency',
      {},
      { optionalDependencies: { evil: '1' } },
      ['high dependency evil', 'medium optional dependency evil'],
    ],
    ['a peer dependency', {}, { peerDependencies: { evil: '1' } }, ['high peer dependency evil']],
    [
      'a peer dependency that is not optional',
      { peerDependencies: { p: '1' }, peerDependenciesMeta: { p: { optional: true } } },
      { peerDependencies: { p: '1' } },
      ['high peer dependency p'],
    ],
    ['a bundled dependency', {}, { bundledDependencies: ['b'] }, ['medium bundled dependency b']],
    ['a command', { bin: { a: 'a.js' } }, { bin: { a: 'b.js' } }, ['high command a']],
    ['the name', { name: 'two' }, {}, ['high name']],
    ['the version', { version: '1.0.1' }, {}, ['high version']],
  ])('is found in %s', (_, registry, tarball, expected) => {
    expect(found(registry, tarball)).toEqual(expected);
  });

  it('is found in a tarball without a manifest', () => {
    expect(manifestConfusion(base, null)).toMatchObject([{ signal: 'manifest-confusion', severity: 'high' }]);
  });

  it.each<[string, object, object]>([
    ['a cleaned version', { version: '1.0.0' }, { version: 'v1.0.0 ' }],
    ['bin as an object', { bin: { one: 'cli.js' } }, { bin: './cli.js' }],
    ['bin without ./', { bin: { a: 'bin/a.js' } }, { bin: { a: './/bin/a.js' } }],
    ['the scope left out of bin', { name: '@s/one', bin: { one: 'x' } }, { name: '@s/one', bin: 'x' }],
    ['bin listed from a folder', { bin: { a: 'bin/a' } }, { directories: { bin: 'bin' } }],
    ['the script of binding.gyp', { scripts: { install: 'node-gyp rebuild' }, gypfile: true }, {}],
    [
      'optional ones among all',
      { dependencies: { a: '1' }, optionalDependencies: { a: '1' } },
      { optionalDependencies: { a: '1' } },
    ],
    ['the other spelling of bundled', { bundleDependencies: ['a'] }, { bundledDependencies: ['a'] }],
    [
      'bundled ones in full',
      { dependencies: { a: '*' }, bundleDependencies: ['a'] },
      { dependencies: { a: '^1' }, bundleDependencies: true },
    ],
    [
      'bundled ones added',
      { dependencies: { a: '*' }, bundleDependencies: ['a'] },
      { bundleDependencies: ['a'] },
    ],
    [
      'a repository by its shortcut',
      { dependencies: { a: 'github:o/a#1' } },
      { dependencies: { a: 'git://github.com/o/a.git#1' } },
    ],
    [
      'dependencies as a list',
      { dependencies: { a: '1.0', b: '>=2' } },
      { dependencies: ['a@1.0', 'b >=2'] },
    ],
    ['an empty range', { dependencies: { a: '*' } }, { dependencies: { a: '' } }],
    [
      'fields of the registry',
      { _id: 'one@1.0.0', dist: {}, gitHead: 'a', readme: 'x', maintainers: [] },
      {},
    ],
    ['other scripts', { scripts: { test: 'a' } }, { scripts: { test: 'b', prepare: 'c' } }],
    ['development dependencies', {}, { devDependencies: { a: '1' } }],
  ])('is not found in what npm rewrites: %s', (_, registry, tarball) => {
    expect(found(registry, tarball)).toEqual([]);
  });

  it('is never found between a manifest and itself, whatever it holds', () => {
    const names = fc.constantFrom(
      'name',
      'version',
      'bin',
      'scripts',
      'dependencies',
      'optionalDependencies',
      'peerDependencies',
      'peerDependenciesMeta',
      'bundleDependencies',
      'bundledDependencies',
      'directories',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (manifest) => {
        const copy = JSON.parse(JSON.stringify(manifest)) as object;
        expect(manifestConfusion(manifest, copy as Record<string, unknown>)).toEqual([]);
      }),
    );
  });

  it('is found for every dependency that one side lacks', () => {
    const dependencies = fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
      fc.constantFrom('1', '^2', '*'),
    );
    fc.assert(
      fc.property(dependencies, dependencies, (shown, packed) => {
        const names = new Set([...Object.keys(shown), ...Object.keys(packed)]);
        const differing = [...names].filter((name) => shown[name] !== packed[name]);
        expect(found({ dependencies: shown }, { dependencies: packed })).toHaveLength(differing.length);
      }),
    );
  });
});
