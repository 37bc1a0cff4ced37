import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../../src/config/cache-folder.js';
import { useCache } from '../../../src/config/cache-lock.js';
import { commandLine } from '../../support/command.js';

/** A command line whose cache holds two tarballs and a clone. */
async function withCache() {
  const line = await commandLine();
  const cache = join(line.folder, '.cache', 'reprove');
  await openCache(cache);
  await mkdir(join(cache, 'tarballs', 'sha512'), { recursive: true });
  await mkdir(join(cache, 'mirrors'));
  await writeFile(join(cache, 'tarballs', 'sha512', 'a.tgz'), 'x'.repeat(1_000));
  await writeFile(join(cache, 'tarballs', 'b.tgz'), 'x'.repeat(500));
  await writeFile(join(cache, 'mirrors', 'HEAD'), 'x');
  return { line, cache };
}

describe('reprove cache ls', () => {
  it('shows files and bytes of each kind', async () => {
    const { line, cache } = await withCache();
    expect((await line.run('cache', 'ls')).stdout).toBe(
      `${cache}\n  mirrors             1 B  1 file\n  tarballs         1.5 kB  2 files\n  all              1.5 kB\n`,
    );
  });

  it('prints data with --json', async () => {
    const { line, cache } = await withCache();
    expect(JSON.parse((await line.run('cache', 'ls', '--json')).stdout)).toEqual({
      folder: cache,
      kinds: [
        { kind: 'mirrors', files: 1, bytes: 1 },
        { kind: 'tarballs', files: 2, bytes: 1_500 },
      ],
      bytes: 1_501,
    });
  });

  it('creates nothing where there is no cache', async () => {
    const line = await commandLine();
    expect((await line.run('cache', 'ls')).exitCode).toBe(0);
    expect(await readdir(line.folder)).toEqual([]);
  });
});

describe('reprove cache clear', () => {
  it('removes everything and leaves a cache', async () => {
    const { line, cache } = await withCache();
    const { exitCode, stdout } = await line.run('cache', 'clear');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `removed mirrors, tarballs from ${cache}\n`,
    });
    expect(await readdir(cache)).toEqual(['CACHEDIR.TAG', 'in-use']);
  });

  it('removes one kind', async () => {
    const { line, cache } = await withCache();
    await line.run('cache', 'clear', 'mirrors');
    expect(await readdir(cache)).toContain('tarballs');
    expect(await readdir(cache)).not.toContain('mirrors');
  });

  it.each(['../documents', '..', '.', 'CACHEDIR.TAG', 'in-use', '', 'sha512'])(
    'knows no kind %j',
    async (kind) => {
      const { line, cache } = await withCache();
      await mkdir(join(line.folder, '.cache', 'documents'));
      const { exitCode, stderr } = await line.run('cache', 'clear', kind);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('there are mirrors, tarballs');
      expect(await readdir(join(cache, '..'))).toEqual(['documents', 'reprove']);
    },
  );

  it('follows no link', async () => {
    const { line, cache } = await withCache();
    const documents = join(line.folder, 'documents');
    await mkdir(documents);
    await writeFile(join(documents, 'thesis'), 'mine');
    await symlink(documents, join(cache, 'linked'));
    await symlink(documents, join(cache, 'mirrors', 'linked'));
    await line.run('cache', 'clear');
    expect(await readFile(join(documents, 'thesis'), 'utf8')).toBe('mine');
    expect(await readdir(cache)).not.toContain('linked');
  });

  it('refuses a folder that is no cache of ours', async () => {
    const line = await commandLine();
    await mkdir(join(line.folder, 'documents'));
    await writeFile(join(line.folder, 'documents', 'thesis'), 'mine');
    const { exitCode, stderr } = await line.run('cache', 'clear', '--cache', 'documents');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('(E_CACHE_FOREIGN)');
    expect(await readdir(join(line.folder, 'documents'))).toEqual(['thesis']);
  });

  it('waits for nobody: says that the cache is in use', async () => {
    const { line, cache } = await withCache();
    const release = await useCache(cache);
    const { exitCode, stderr } = await line.run('cache', 'clear');
    await release();
    expect(exitCode).toBe(4);
    expect(stderr).toContain('the cache is used by another reprove (E_CACHE_BUSY)');
    expect(await readdir(cache)).toContain('tarballs');
  });
});
