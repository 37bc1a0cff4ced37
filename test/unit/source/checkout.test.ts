import { lstat, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkout, contentMissing } from '../../../src/source/checkout.js';
import { readCommit } from '../../../src/source/commit.js';
import { staysInside } from '../../../src/source/link-target.js';
import { ObjectReader } from '../../../src/source/object-reader.js';
import { readTree, type Tree, TreeCache } from '../../../src/source/tree.js';
import {
  executable,
  type GitRepository,
  gitRepository,
  submodule,
  symlink,
  treeEntry,
} from '../../support/git-repository.js';

let repository: GitRepository;
let reader: ObjectReader;
let folder: string;
let into: string;

beforeEach(async () => {
  repository = await gitRepository();
  reader = new ObjectReader(repository.path, new AbortController().signal);
  folder = await mkdtemp(join(tmpdir(), 'reprove-checkout-'));
  into = join(folder, 'work');
});
afterEach(async () => {
  await reader.close();
  await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

async function treeOf(commit: string): Promise<Tree> {
  const found = await readCommit(reader, commit);
  if (found === null) throw new Error(`no commit ${commit}`);
  return readTree(new TreeCache(reader), found.id, found.tree);
}

const large = 2 ** 30;

describe('a checkout', () => {
  it('has the files of the tree with their bytes and modes', async () => {
    const big = Buffer.alloc(1_000_000, 'big');
    const commit = await repository.commit({
      'a/b/c.js': 'c',
      'run.sh': executable('#!/bin/sh'),
      big,
      empty: '',
    });
    const done = await checkout(reader, await treeOf(commit), into, large);
    expect(done).toEqual({ files: 4, links: 0, bytes: 1_000_010, skipped: [] });
    expect(await readFile(join(into, 'a/b/c.js'), 'utf8')).toBe('c');
    expect((await readFile(join(into, 'big'))).equals(big)).toBe(true);
    expect((await lstat(join(into, 'run.sh'))).mode & 0o777).toBe(0o755);
    expect((await lstat(join(into, 'empty'))).mode & 0o777).toBe(0o644);
  });

  it('has links that stay inside, and tells those that do not', async () => {
    const commit = await repository.commit({
      'a/b.js': 'b',
      'a/good': symlink('../a/b.js'),
      'a/bad': symlink('../../x'),
      absolute: symlink('/etc/passwd'),
      crooked: symlink('a/../../x'),
    });
    const { skipped } = await checkout(reader, await treeOf(commit), into, large);
    expect(await readlink(join(into, 'a/good'))).toBe('../a/b.js');
    expect(skipped.map(({ path }) => path)).toEqual(['a/bad', 'absolute', 'crooked']);
    expect((await readdir(into)).sort()).toEqual(['a']);
  });

  it('leaves submodules out and tells them', async () => {
    const commit = await repository.commit({ 'x.js': 'x', sub: submodule('a'.repeat(40)) });
    const { skipped } = await checkout(reader, await treeOf(commit), into, large);
    expect(skipped).toEqual([{ path: 'sub', reason: 'a submodule' }]);
  });

  it.each([
    '.git/config',
    'a/.GIT/hooks/x',
    'git~1/x',
    '../x',
    '/etc/x',
    'a//b',
    'a/./b',
    'a\\..\\x',
    'a/\0',
  ])('never has a file at %j', async (path) => {
    const commit = await repository.commit({ 'x.js': 'x' });
    const object = (await treeOf(commit)).files.get('x.js')?.object ?? '';
    const files: Tree['files'] = new Map([[path, { type: 'blob', mode: 0o644, object }]]);
    const done = await checkout(reader, { commit, files, skipped: [] }, into, large);
    expect([done.files, done.skipped.length]).toEqual([0, 1]);
    expect(await readdir(folder)).toEqual(['work']);
  });

  it('is never written through a link', async () => {
    const commit = await repository.commit({ 'x.js': 'x', out: symlink('..') });
    const { files } = await treeOf(commit);
    const object = files.get('x.js')?.object ?? '';
    const hostile: Tree['files'] = new Map([...files, ['out/y.js', { type: 'blob', mode: 0o644, object }]]);
    await checkout(reader, { commit, files: hostile, skipped: [] }, into, large);
    expect(await readdir(folder)).toEqual(['work']);
  });

  it('does not take a tree whose folder is a link of the same name', async () => {
    const blob = await repository.object('blob', Buffer.from('..'));
    const below = await repository.object('tree', treeEntry('100644', 'y.js', blob));
    const twice = Buffer.concat([treeEntry('120000', 'out', blob), treeEntry('40000', 'out', below)]);
    const tree = await repository.object('tree', twice);
    const done = await checkout(reader, await readTree(new TreeCache(reader), 'x', tree), into, large);
    expect([done.files, done.links, done.skipped.length]).toEqual([0, 0, 1]);
  });

  it('stops at its limit of bytes', async () => {
    const commit = await repository.commit({ a: 'x'.repeat(600), b: 'x'.repeat(600) });
    await expect(checkout(reader, await treeOf(commit), into, 1000)).rejects.toMatchObject({
      code: 'E_CHECKOUT',
    });
  });

  it('needs an empty folder', async () => {
    const commit = await repository.commit({ 'x.js': 'x' });
    await writeFile(join(folder, 'there'), '');
    await expect(checkout(reader, await treeOf(commit), folder, large)).rejects.toThrow(
      'not an empty folder',
    );
  });

  it('leaves a file out whose content the repository lacks, and tells', async () => {
    const missing = await repository.object('tree', treeEntry('100644', 'x.js', 'a'.repeat(40)));
    const tree = await readTree(new TreeCache(reader), 'x', missing);
    const done = await checkout(reader, tree, into, large);
    expect(done).toMatchObject({ files: 0, skipped: [{ path: 'x.js', reason: contentMissing }] });
    expect(await readdir(into)).toEqual([]);
  });

  it('of ten thousand files takes seconds', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [`d${at % 100}/${at}.js`, `${at}`]),
    );
    const tree = await treeOf(await repository.commit(files));
    const started = performance.now();
    expect((await checkout(reader, tree, into, large)).files).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(15_000);
  }, 60_000);
});

describe('the target of a link', () => {
  it('never leads out, however it is made of names and dots', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.nat(3), (parts, depth) => {
        const path = `${'d/'.repeat(depth)}link`;
        if (!staysInside(path, parts.join('/'))) return;
        let at = depth;
        for (const segment of parts) {
          if (segment === '..') at -= 1;
          else if (segment !== '.' && segment !== '') at += 1;
          expect(at).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('a tree', () => {
  it('that unfolds without end is cut', async () => {
    let below = await repository.object(
      'tree',
      treeEntry('100644', 'x', await repository.object('blob', Buffer.from(''))),
    );
    for (let level = 0; level < 12; level++) {
      const names = Array.from({ length: 10 }, (_, index) => treeEntry('40000', `d${index}`, below));
      below = await repository.object('tree', Buffer.concat(names));
    }
    const tree = await readTree(new TreeCache(reader), 'x', below);
    expect(tree.skipped.at(-1)?.reason).toContain('limits');
  });
});
