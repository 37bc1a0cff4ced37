import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readFolder, readFolderContents } from '../../../src/archive/folder.js';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { temporaryFolder } from '../../support/folder.js';
import { npmTarball } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const { signal } = new AbortController();
const read = (folder: string, lower: Partial<typeof limits> = {}) =>
  readFolder(folder, { limits: { ...limits, ...lower }, signal });

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
    await chmod(join(folder, path), 0o644);
  }
  return folder;
}

const files = { 'package.json': '{}', 'lib/a.js': 'a', 'lib/deep/.hidden': '', b: 'b' };

describe('readFolder', () => {
  it('finds what an archive of the folder would hold, in the same order', async () => {
    const { archive } = await readArchive(Readable.from([npmTarball(files)]), { limits, forSource: false });
    expect(await read(await folderOf(files))).toEqual({ entries: archive.entries, oddities: [] });
  });

  it('keeps permission bits', async () => {
    const folder = await folderOf({ run: '' });
    await chmod(join(folder, 'run'), 0o750);
    expect((await read(folder)).entries).toMatchObject([{ path: 'run', mode: 0o750 }]);
  });

  it('follows no link, waits for no pipe, and names both', async () => {
    const folder = await folderOf({ a: 'a' });
    await symlink('/etc/passwd', join(folder, 'link'));
    await symlink('/', join(folder, 'way-out'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { entries, oddities } = await read(folder);
    expect(entries.map(({ path }) => path)).toEqual(['a']);
    expect(oddities.map(({ kind, path }) => [kind, path])).toEqual([
      ['link', 'link'],
      ['device', 'pipe'],
      ['link', 'way-out'],
    ]);
  });

  it('names paths that are one where letter case makes no difference', async () => {
    const { oddities } = await read(await folderOf({ 'A.js': '', 'a.js': '' }));
    expect(oddities).toMatchObject([{ kind: 'colliding-path', path: 'a.js' }]);
  });

  it.each([
    ['E_ARCHIVE_TOO_MANY_ENTRIES', { entries: 4 }],
    ['E_ARCHIVE_TOO_LARGE', { bytes: 3 }],
    ['E_ARCHIVE_PATH_TOO_LONG', { pathBytes: 8 }],
  ])('stops with %s', async (code, lower) => {
    await expect(read(await folderOf(files), lower)).rejects.toMatchObject({ code, exitCode: 3 });
  });

  it('reads all or nothing: a name that is no text is an error', async () => {
    const folder = await folderOf({ a: '' });
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), '');
    await expect(read(folder)).rejects.toMatchObject({ code: 'E_FOLDER_UNREADABLE', exitCode: 3 });
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    const aborted = readFolder(await folderOf(files), { limits, signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
  });
});

describe('readFolderContents', () => {
  it('leaves out what is larger than one or all may be', async () => {
    const folder = await folderOf({ a: 'aaa', b: 'bbb', c: 'ccccc' });
    const contents = await readFolderContents(folder, ['c', 'a', 'b'], { entryBytes: 4, totalBytes: 5 });
    expect([...contents.keys()]).toEqual(['a']);
  });

  it('refuses what has become a link', async () => {
    const folder = await folderOf({});
    await symlink('/etc/passwd', join(folder, 'a'));
    await expect(
      readFolderContents(folder, ['a'], { entryBytes: 100_000, totalBytes: 100_000 }),
    ).rejects.toMatchObject({ code: 'E_FOLDER_UNREADABLE' });
  });
});
