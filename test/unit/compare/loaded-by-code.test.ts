import { describe, expect, it } from 'vitest';
import { loadedByCode } from '../../../src/compare/loaded-by-code.js';
import { entriesOf, memoryReference, releaseReader } from '../../support/reference.js';

/** What `index.js` of a release loads that only the source has; null takes a file of the source out of the release. */
const missing = (source: Record<string, string>, changes: Record<string, string | null>, directory = '') => {
  const all = Object.entries({ ...source, ...changes }).filter(([, content]) => content !== null);
  const release = Object.fromEntries(all) as Record<string, string>;
  const below = (path: string) => (directory === '' ? path : `${directory}/${path}`);
  const tree = Object.fromEntries(Object.entries(source).map(([path, text]) => [below(path), text]));
  return loadedByCode(
    { loaded: [{ path: 'index.js', field: 'main' }], installHooks: [] },
    entriesOf(release),
    memoryReference(tree),
    directory,
    releaseReader(release),
  );
};

describe('a file that code loads and the release lacks', () => {
  it.each<[string, string, string]>([
    ['by require, in a try', "try { require('./lib/check'); } catch {}\n", 'lib/check.js'],
    ['by import', "import { check } from './lib/check.js';\n", 'lib/check.js'],
    ['by a bare import', "import './lib/check.js';\n", 'lib/check.js'],
    ['by a dynamic import', "await import('./lib/check.js').catch(() => {});\n", 'lib/check.js'],
    ['by a re-export', "export * from './lib/check.js';\n", 'lib/check.js'],
    ['by its folder', "require('./lib/')\n", 'lib/index.js'],
    ['as data', "require('./lib/allowed')\n", 'lib/allowed.json'],
  ])('%s', async (_, code, path) => {
    expect(await missing({ 'index.js': code, [path]: '1' }, { [path]: null })).toEqual([path]);
  });

  it('is found though another one would be loaded in its place', async () => {
    const source = { 'index.js': "require('./lib')", 'lib.js': '1', 'lib/index.js': '2' };
    expect(await missing(source, { 'lib.js': null })).toEqual(['lib.js']);
  });

  it('is found from file to file, in the folder of the package', async () => {
    const source = { 'index.js': "require('./a')", 'a.js': "require('./b')", 'b.js': '1' };
    expect(await missing(source, { 'b.js': null }, 'packages/x')).toEqual(['b.js']);
  });
});

describe('a file that only the source has', () => {
  it.each<[string, Record<string, string>]>([
    ['and nothing loads', { 'index.js': 'x', 'test/a.js': '1' }],
    [
      'and only its own kind loads',
      { 'index.js': 'x', 'test/a.js': "require('./b')", 'test/b.js': "require('./a')" },
    ],
    [
      'and a comment loads',
      { 'index.js': "/**\n * require('./test/a')\n */\n// import './test/a.js'\n", 'test/a.js': '1' },
    ],
    ['and a type is imported from', { 'index.js': " * @type {import('./test/a.js').A}\n", 'test/a.js': '1' }],
    [
      'and stands behind one that is there',
      { 'index.js': "require('./b')", 'b.js': '1', 'b/index.js': '2', 'test/a.js': '1' },
    ],
  ])('%s is not missed', async (_, source) => {
    const gone = Object.keys(source).filter((path) => /^test|^b\//.test(path));
    expect(await missing(source, Object.fromEntries(gone.map((path) => [path, null])))).toEqual([]);
  });
});
