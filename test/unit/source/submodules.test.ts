import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import { readGitmodules, submoduleAddress } from '../../../src/source/gitmodules.js';
import { locate } from '../../../src/source/locate.js';
import { sourceReference } from '../../../src/source/source-reference.js';
import { type GitRepository, gitRepository, submodule } from '../../support/git-repository.js';
import { claimOf, contextOf, entriesOf } from '../../support/source-claim.js';

const modules = (path: string, url: string, name = path) =>
  `[submodule "${name}"]\n\tpath = ${path}\n\turl = ${url}\n`;

describe('.gitmodules', () => {
  it('says which address belongs to which path', () => {
    const text = `# ours\n${modules('a/b', 'https://git.example/b.git')}\tbranch = x\n[core]\n\tpath = no\n[submodule "c"]\nurl="../c" ; near\npath="c"\n`;
    expect([...readGitmodules(text)]).toEqual([
      ['a/b', 'https://git.example/b.git'],
      ['c', '../c'],
    ]);
  });

  it('says nothing of a path that two submodules claim', () => {
    expect(readGitmodules(modules('a', 'x', 'one') + modules('a', 'y', 'two')).size).toBe(0);
  });

  it('is read without an error, whatever it holds', () => {
    const piece = fc.constantFrom('[submodule "a"]', '\n', 'path', ' = ', 'url', '"', '\\', '#', 'x', '[');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        readGitmodules(pieces.join(''));
      }),
    );
  });

  it.each([
    ['https://other.example/x', 'https://git.example/team/main', 'https://other.example/x'],
    ['../b.git', 'https://git.example/team/main', 'https://git.example/team/b.git'],
    ['./b', 'https://git.example/team/main', 'https://git.example/team/main/b'],
    ['../../o/b', 'https://git.example/team/main', 'https://git.example/o/b'],
    ['../../../b', 'https://git.example/team/main', null],
    ['../b', null, null],
    ['../b', '/srv/main', null],
  ])('%s in %s is %s', (url, base, address) => {
    expect(submoduleAddress(url, base)).toBe(address);
  });
});

describe('a source with submodules', () => {
  let main: GitRepository;
  let part: GitRepository;
  let cache: string;
  beforeEach(async () => {
    [main, part] = [await gitRepository(), await gitRepository()];
    cache = await mkdtemp(join(tmpdir(), 'reprove-cache-'));
  });
  afterEach(async () => {
    for (const repository of [main, part]) await repository.remove();
    await rm(cache, { recursive: true, force: true });
  });

  const own = { 'package.json': { name: 'thing', version: '1.0.0' }, 'index.js': 'one' };
  const located = async (released: Record<string, string | object>, mirrors: [string, string][]) => {
    const context = contextOf(cache, null, {
      config: configSchema.parse({
        sourceMirrors: [['thing', main.path], ...mirrors].map(([name, to]) => ({
          from: `https://github.com/owner/${name}`,
          to,
        })),
      }),
      offline: true,
    });
    const found = await locate(claimOf({}), entriesOf(released), {}, context);
    if (!found.ok) throw new Error(found.failure.message);
    onTestFinished(() => found.repository.close());
    return found;
  };
  const released = { ...own, 'vendor/part/x.js': 'part' };
  const commitMain = async (commit: string, url = '../part.git') => {
    await main.commit({
      ...own,
      '.gitmodules': modules('vendor/part', url),
      'vendor/part': submodule(commit),
    });
    await main.tag('v1.0.0');
  };

  it('has the files of the recorded commit, and says where they are from', async () => {
    const commit = await part.commit({ 'x.js': 'part', 'deep/y.js': 'y' });
    await part.commit({ 'x.js': 'later' });
    await commitMain(commit);
    const { tree, repository, notes } = await located(released, [['part', part.path]]);
    expect(notes).toContainEqual({
      kind: 'submodule-read',
      detail: `vendor/part at ${commit} of https://github.com/owner/part`,
    });
    const reference = sourceReference(repository, tree);
    expect(reference.files.get('vendor/part/x.js')?.via).toBe(
      `submodule vendor/part at ${commit} of https://github.com/owner/part`,
    );
    expect(reference.files.get('index.js')?.via).toBeUndefined();
    const paths = ['vendor/part/x.js', 'index.js'];
    const contents = await reference.read(paths, 100);
    expect(paths.map((path) => contents.get(path)?.toString())).toEqual(['part', 'one']);
    expect((await reference.hash(paths)).size).toBe(2);
    const into = join(cache, 'work');
    const done = await repository.checkout(tree, into);
    expect(done).toMatchObject({ files: 5, skipped: [] });
    expect(await readFile(join(into, 'vendor/part/deep/y.js'), 'utf8')).toBe('y');
  });

  it('writes of each file what git archive of its own repository would', async () => {
    const inner = await gitRepository();
    onTestFinished(() => inner.remove());
    const attributes = '*.bat text eol=crlf\n';
    const innermost = await inner.commit({ 'z.bat': 'z\n', '.gitattributes': attributes });
    await commitMain(
      await part.commit({
        'x.bat': 'x\n',
        'y.sh': 'y\n',
        '.gitmodules': modules('in', 'https://github.com/owner/inner'),
        in: submodule(innermost),
      }),
    );
    const { source, repository } = await located(released, [
      ['part', part.path],
      ['inner', inner.path],
    ]);
    const paths = ['index.js', 'vendor/part/x.bat', 'vendor/part/in/z.bat'];
    const written = await repository.archive(source.commit, paths);
    const sizes = Object.fromEntries(paths.map((path) => [path, written?.get(path)?.size]));
    // The attributes of the innermost one are its own.
    expect(sizes).toEqual({ 'index.js': 3, 'vendor/part/x.bat': 2, 'vendor/part/in/z.bat': 3 });
    expect(await repository.archive(source.commit, ['vendor/part/none.bat'])).toBeNull();
  });

  it('has those of submodules inside of submodules', async () => {
    const inner = await gitRepository();
    onTestFinished(() => inner.remove());
    const innermost = await inner.commit({ 'z.js': 'z' });
    await commitMain(
      await part.commit({
        '.gitmodules': modules('in', 'https://github.com/owner/inner'),
        in: submodule(innermost),
      }),
    );
    const { tree, repository } = await located(released, [
      ['part', part.path],
      ['inner', inner.path],
    ]);
    const into = join(cache, 'work');
    await repository.checkout(tree, into);
    expect(await readFile(join(into, 'vendor/part/in/z.js'), 'utf8')).toBe('z');
  });

  it('that contains itself ends', async () => {
    // A repository can't hold its own commit, but another one can be given under any name.
    const first = await part.commit({ 'x.js': 'x' });
    let commit = first;
    for (let depth = 0; depth < 6; depth += 1)
      commit = await part.commit({
        '.gitmodules': modules('again', 'https://github.com/owner/part'),
        again: submodule(commit),
      });
    await commitMain(commit);
    const { notes } = await located(released, [['part', part.path]]);
    expect(notes.filter(({ kind }) => kind === 'submodule-read')).toHaveLength(3);
    expect(notes).toContainEqual({
      kind: 'submodule-not-read',
      detail: expect.stringContaining('limits'),
    });
  });

  it.each([
    ['/etc', 'folder of this machine'],
    ['ext::sh -c id', 'spaces'],
    ['--upload-pack=x', 'option'],
    ['https://github.com/owner/absent', 'offline'],
    ['https://github.com/owner/part', 'has no aaaa'],
  ])('at %s names what can not be had', async (url, reason) => {
    await part.commit({ 'x.js': 'part' });
    await commitMain('a'.repeat(40), url);
    const { notes, tree } = await located(released, [['part', part.path]]);
    expect(notes).toContainEqual({
      kind: 'submodule-not-read',
      detail: expect.stringContaining(reason),
    });
    expect(tree.files.get('vendor/part')?.type).toBe('submodule');
  });

  it('does not fetch what no mirror has and the release holds no file of', async () => {
    await commitMain('a'.repeat(40), 'https://github.com/owner/absent');
    const { notes } = await located({ ...own, 'built.js': '1' }, []);
    expect(notes).toContainEqual({
      kind: 'submodule-not-read',
      detail: expect.stringContaining('no source mirror has'),
    });
  });
});
