import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeHistory } from '../../../src/source/history.js';
import { type GitRepository, gitRepository } from '../../support/git-repository.js';

describe('the history of a commit', () => {
  let repository: GitRepository;
  let folder: string;
  let commits: string[];
  beforeEach(async () => {
    repository = await gitRepository();
    folder = await mkdtemp(join(tmpdir(), 'reprove-history-'));
    commits = [await repository.commit({ 'a.c': 'first secret', 'b.c': 'b' })];
    await repository.tag('v1');
    commits.push(await repository.commit({ 'a.c': 'second' }));
    await repository.tag('v2');
    commits.push(await repository.commit({ 'a.c': 'third' }));
    await repository.tag('v3');
  });
  afterEach(async () => {
    await repository.remove();
    await rm(folder, { recursive: true });
  });
  const into = () => join(folder, 'history');
  const git = async (...parameters: string[]) =>
    (await execa('git', ['--git-dir', into(), ...parameters], { reject: false })).stdout;

  it('is what git log tells of it, with the tags until then', async () => {
    expect(await writeHistory(repository.path, commits[1]!, into(), new AbortController().signal)).toBe(true);
    expect((await git('log', '--format=%H')).split('\n')).toEqual([commits[1], commits[0]]);
    expect(await git('log', '--format=%H', '--', 'b.c')).toBe(commits[0]);
    expect((await git('tag')).split('\n')).toEqual(['v1', 'v2']);
    expect(await git('log', '-1', '--format=%D', '--decorate=full')).toBe('HEAD, tag: refs/tags/v2');
  });

  it('has neither contents nor what came later', async () => {
    await writeHistory(repository.path, commits[1]!, into(), new AbortController().signal);
    expect(await git('show', `${commits[0]}:a.c`)).toBe('');
    expect(await git('cat-file', '-t', commits[1]!)).toBe('commit');
    expect(await git('cat-file', '-t', commits[2]!)).toBe('');
  });

  it('is not had, and nothing is left, where an object is missing', async () => {
    const partial = join(folder, 'partial');
    await execa('git', ['clone', '--quiet', '--bare', repository.path, partial]);
    const { stdout: tree } = await execa('git', ['--git-dir', partial, 'rev-parse', `${commits[0]}^{tree}`]);
    await rm(join(partial, 'objects', tree.slice(0, 2), tree.slice(2)));
    expect(await writeHistory(partial, commits[1]!, into(), new AbortController().signal)).toBe(false);
    expect(await stat(into()).catch(() => null)).toBeNull();
  });

  it('is not had from a clone that is cut off', async () => {
    const shallow = join(folder, 'shallow');
    await execa('git', ['clone', '--quiet', '--bare', '--depth=1', `file://${repository.path}`, shallow]);
    const head = (await execa('git', ['--git-dir', shallow, 'rev-parse', 'HEAD'])).stdout;
    expect(await writeHistory(shallow, head, into(), new AbortController().signal)).toBe(false);
  });
});
