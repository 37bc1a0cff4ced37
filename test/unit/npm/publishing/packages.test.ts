import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { publishableIn } from '../../../../src/npm/publishing/packages.js';
import { temporaryFolder } from '../../../support/folder.js';

async function project(files: Record<string, object | string>): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

const names = async (root: string, place = '') => {
  const found = await publishableIn(root, place);
  return 'fault' in found
    ? found.fault
    : found.packages.map(({ name, directory }) => `${name} ${directory}`.trim());
};

it('a package that stands alone is itself, wherever in it one stands', async () => {
  const root = await project({ 'package.json': { name: 'one', version: '1.0.0' }, 'src/deep/x.js': '' });
  expect(await names(root)).toEqual(['one']);
  expect(await names(root, 'src/deep')).toEqual(['one']);
});

it('the root of a workspace is its members, without private ones', async () => {
  const members = {
    'packages/a/package.json': { name: '@s/a', version: '1.0.0' },
    'packages/b/package.json': { name: '@s/b', version: '2.0.0', private: true },
    'packages/c/package.json': { name: '@s/c', version: '3.0.0' },
  };
  const npm = await project({ 'package.json': { private: true, workspaces: ['packages/*'] }, ...members });
  expect(await names(npm)).toEqual(['@s/a packages/a', '@s/c packages/c']);
  expect(await names(npm, 'packages/c')).toEqual(['@s/c packages/c']);
  const pnpm = await project({
    'package.json': { private: true },
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    ...members,
  });
  expect(await names(pnpm)).toEqual(['@s/a packages/a', '@s/c packages/c']);
});

it.each([
  [{}, 'there is no package.json that can be read'],
  [{ 'package.json': '{' }, 'there is no package.json that can be read'],
  [{ 'package.json': { private: true } }, 'its package.json is private'],
  [{ 'package.json': { name: 'x' } }, 'its package.json has no name or no version'],
  [{ 'package.json': { name: '../x', version: '1.0.0' } }, 'its package.json has no name or no version'],
  [
    { 'package.json': { workspaces: ['../*'] } },
    'its workspaces are more than can be looked at, or lead out of it',
  ],
])('%j has nothing to publish', async (files, fault) => {
  expect(await names(await project(files))).toBe(fault);
});
