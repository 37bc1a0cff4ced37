import { expect, it } from 'vitest';
import { sourceVersion } from '../../../src/compare/source-version.js';
import { identify } from '../../../src/npm/identify.js';
import { memoryReference } from '../../support/reference.js';

const source = memoryReference({
  'package.json': '{"version":"0.0.0"}',
  'packages/a/package.json': '{"version":"1.2.2"}',
  'packages/b/package.json': '{"private":true}',
  'packages/c/package.json': 'no JSON',
});

it.each([
  ['', '0.0.0'],
  ['packages/a', '1.2.2'],
  ['packages/b', null],
  ['packages/c', null],
  ['packages/d', null],
])('the manifest in %j states %j', async (directory, version) => {
  expect(await sourceVersion(source, directory, { manifestFile: 'package.json', identify })).toBe(version);
});
