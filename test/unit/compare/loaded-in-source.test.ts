import { expect, it } from 'vitest';
import { loadedInSource } from '../../../src/compare/loaded-in-source.js';
import { entryPoints } from '../../../src/npm/entry-points.js';
import { entriesOf, memoryReference } from '../../support/reference.js';

const loaded = (manifest: object, release: string[], source: string[], directory = '') => {
  const files = (paths: string[]) => Object.fromEntries(paths.map((path) => [path, path]));
  const bytes = Buffer.from(JSON.stringify(manifest));
  return loadedInSource(
    (entries) => entryPoints(bytes, entries),
    entriesOf(files(release)),
    memoryReference(files(source)),
    directory,
  );
};

it('finds the main that the release lacks, in the folder of the package', () => {
  expect(loaded({ main: './lib/a' }, ['b.js'], ['packages/x/lib/a.js', 'lib/a.js'], 'packages/x')).toEqual([
    'lib/a.js',
  ]);
});

it('does not speak of a main that the release has under a completed name', () => {
  expect(loaded({ main: 'lib' }, ['lib/index.js'], ['lib.js'])).toEqual([]);
});

it('does not speak of what a pattern would find in the source', () => {
  expect(loaded({ exports: './*' }, ['a.js'], ['a.js', 'test/b.js'])).toEqual([]);
});
