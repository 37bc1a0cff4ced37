import {
  chmod,
  link,
  lstat,
  mkdir,
  readFile,
  readlink,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packFolder, unpackFolder } from '../../../src/sandbox/folder-tar.js';
import { temporaryFolder } from '../../support/folder.js';

const { signal } = new AbortController();

async function folders() {
  const root = await temporaryFolder();
  const [from, to, tar] = [join(root, 'from'), join(root, 'to'), join(root, 'work.tar')];
  await mkdir(from);
  await mkdir(to);
  return { root, from, to, tar };
}

describe('a folder as one file', () => {
  it('comes back with modes, times, links and odd names', async () => {
    const { root, from, to, tar } = await folders();
    await writeFile(join(root, 'secret'), 'outside');
    await mkdir(join(from, '-rf', 'new\nline'), { recursive: true });
    await writeFile(join(from, '-rf', 'run'), '#!', { mode: 0o755 });
    await link(join(from, '-rf', 'run'), join(from, 'twin'));
    await symlink('../secret', join(from, 'out'));
    await symlink('/etc', join(from, 'abroad'));
    await utimes(join(from, '-rf', 'run'), 1_000.125, 1_000.125);
    await chmod(join(from, '-rf', 'new\nline'), 0o500);
    await execa('mkfifo', [join(from, 'pipe')]);
    const packed = await packFolder(from, tar, 10 ** 6, signal);
    await unpackFolder(tar, packed, to, signal);
    const run = await stat(join(to, '-rf', 'run'));
    expect([run.mode & 0o777, run.mtimeMs, run.nlink]).toEqual([0o755, 1_000_125, 2]);
    expect((await lstat(join(to, '-rf', 'new\nline'))).mode & 0o777).toBe(0o500);
    expect([await readlink(join(to, 'out')), await readlink(join(to, 'abroad'))]).toEqual([
      '../secret',
      '/etc',
    ]);
    expect((await lstat(join(to, 'pipe'))).isFIFO()).toBe(true);
    expect(await readFile(tar, 'latin1')).not.toContain('outside');
  });

  it('is given up when it holds too much', async () => {
    const { from, tar } = await folders();
    await writeFile(join(from, 'large'), Buffer.alloc(100_000, 1));
    await expect(packFolder(from, tar, 50_000, signal)).rejects.toThrow('more in it than expected');
  });

  it('is refused when its bytes were changed', async () => {
    const { from, to, tar } = await folders();
    await writeFile(join(from, 'a.js'), 'one');
    const packed = await packFolder(from, tar, 10 ** 6, signal);
    await writeFile(tar, (await readFile(tar, 'latin1')).replace('one', 'two'), 'latin1');
    await expect(unpackFolder(tar, packed, to, signal)).rejects.toThrow('was changed');
  });

  it('stops when it is told to', async () => {
    const { from, tar } = await folders();
    await expect(packFolder(from, tar, 10 ** 6, AbortSignal.abort())).rejects.toThrow();
  });
});
