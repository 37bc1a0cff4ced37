import { mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/npm/lockfile-edit.js';
import { temporaryFolder } from '../../support/folder.js';

const lock = Buffer.from('"a@1":\n  resolved "https://one.example/a/-/a-1.0.0.tgz"\n# \xe9\xff', 'latin1');

async function work(path = 'yarn.lock') {
  const folder = await temporaryFolder();
  const notes: string[] = [];
  return {
    folder,
    notes,
    edit: () =>
      applyEdits(
        folder,
        [{ path, edit: 'lockfile-addresses', reason: '' }],
        { publicUrl: 'http://127.0.0.1:4873/', lost: new Set(), lostPackages: async () => new Set() },
        (line) => notes.push(line),
      ),
  };
}

describe('edits of the checked-out source', () => {
  it('change the file in place and are undone byte by byte', async () => {
    const { folder, edit } = await work();
    const path = join(folder, 'yarn.lock');
    await writeFile(path, lock, { mode: 0o640 });
    const inode = (await stat(path)).ino;
    const { undo } = await edit();
    expect(await readFile(path, 'latin1')).toContain('http://127.0.0.1:4873/a/-/a-1.0.0.tgz');
    await undo();
    expect(await readFile(path)).toEqual(lock);
    expect(await stat(path)).toMatchObject({ ino: inode, mode: 0o100640 });
  });

  it('are undone last to first, where two are of one file', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'package-lock.json');
    const before = JSON.stringify({
      packages: {
        '': { devDependencies: { suite: 'team/suite' } },
        'node_modules/tool': { resolved: 'https://one.example/tool/-/tool-1.0.0.tgz' },
      },
    });
    await writeFile(path, before);
    const notes: string[] = [];
    const { undo } = await applyEdits(
      folder,
      [
        { path: 'package-lock.json', edit: 'leave-out-foreign', reason: '' },
        { path: 'package-lock.json', edit: 'lockfile-addresses', reason: '' },
      ],
      { publicUrl: 'http://127.0.0.1:4873/', lost: new Set(), lostPackages: async () => new Set() },
      (line) => notes.push(line),
    );
    const edited = await readFile(path, 'utf8');
    await undo();
    expect(edited).not.toContain('suite');
    expect(edited).toContain('http://127.0.0.1:4873/tool');
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(notes).toEqual(['package-lock.json: 1 dependencies are left out: suite']);
  });

  it('leave what the install wrote, and say so', async () => {
    const { folder, notes, edit } = await work();
    await writeFile(join(folder, 'yarn.lock'), lock);
    const { undo } = await edit();
    await writeFile(join(folder, 'yarn.lock'), 'new');
    await undo();
    expect(await readFile(join(folder, 'yarn.lock'), 'utf8')).toBe('new');
    expect(notes).toEqual(['yarn.lock: left as the install wrote it']);
  });

  it('follow no link, neither of the file nor of a folder', async () => {
    const outside = await temporaryFolder();
    await writeFile(join(outside, 'yarn.lock'), lock);
    const file = await work();
    await symlink(join(outside, 'yarn.lock'), join(file.folder, 'yarn.lock'));
    const folder = await work('packages/yarn.lock');
    await symlink(outside, join(folder.folder, 'packages'));
    const climbing = await work('../yarn.lock');
    for (const { edit, notes } of [file, folder, climbing]) {
      await edit();
      expect(notes.join()).toContain('not edited');
    }
    expect(await readFile(join(outside, 'yarn.lock'))).toEqual(lock);
  });

  it('are not undone through a link that the install put there', async () => {
    const outside = await temporaryFolder();
    const { folder, notes, edit } = await work('packages/yarn.lock');
    await mkdir(join(folder, 'packages'));
    await writeFile(join(folder, 'packages/yarn.lock'), lock);
    const { undo } = await edit();
    const edited = await readFile(join(folder, 'packages/yarn.lock'));
    await writeFile(join(outside, 'yarn.lock'), edited);
    await rename(join(folder, 'packages'), join(folder, 'moved'));
    await symlink(outside, join(folder, 'packages'));
    await undo();
    expect(await readFile(join(outside, 'yarn.lock'))).toEqual(edited);
    expect(notes).toHaveLength(1);
  });

  it('do not wait for a named pipe', async () => {
    const { folder, notes, edit } = await work();
    await execa('mkfifo', [join(folder, 'yarn.lock')]);
    await edit();
    expect(notes).toEqual(['yarn.lock: not edited, as it is no plain file']);
  });

  it('tell which addresses lead elsewhere', async () => {
    const { folder, notes, edit } = await work();
    await writeFile(join(folder, 'yarn.lock'), 'a@1:\n  resolved "git+ssh://git@git.example/a.git#01"\n');
    await edit();
    expect(notes).toEqual(['yarn.lock: 1 addresses lead elsewhere: git+ssh://git@git.example/a.git#01']);
  });
});
