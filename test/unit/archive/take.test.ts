import { execFileSync } from 'node:child_process';
import { link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeTarball } from '../../../src/archive/take.js';
import { temporaryFolder } from '../../support/folder.js';

/** A work folder with `out/` in it, as a build left it. */
async function workFolder() {
  const host = await temporaryFolder();
  const root = join(host, 'work');
  const out = join(root, 'out');
  await mkdir(out, { recursive: true });
  const to = join(host, 'taken.tgz');
  const take = (maxBytes = 1000, folder = 'out') => takeTarball({ root, folder, to, maxBytes });
  return { host, root, out, to, take };
}

describe('takeTarball', () => {
  it.each(['a-1.0.0.tgz', 'a.tar.gz'])('copies the one tarball, %s', async (name) => {
    const { out, to, take } = await workFolder();
    await writeFile(join(out, name), 'bytes');
    await writeFile(join(out, 'notes.txt'), 'no tarball');
    expect(await take()).toEqual({ ok: true, path: to });
    expect(await readFile(to, 'utf8')).toBe('bytes');
  });

  it('copies one that is just as large as allowed, and none that is larger', async () => {
    const { out, take } = await workFolder();
    await writeFile(join(out, 'a.tgz'), '12345');
    expect(await take(4)).toMatchObject({ ok: false, reason: 'too-large' });
    expect(await take(5)).toMatchObject({ ok: true });
  });

  it('does not write over a file of the host', async () => {
    const { out, to, take } = await workFolder();
    await writeFile(join(out, 'a.tgz'), 'new');
    await writeFile(to, 'old');
    await expect(take()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(to, 'utf8')).toBe('old');
  });

  it('finds nothing in an empty folder, in none, and below the top level', async () => {
    const { out, take } = await workFolder();
    await mkdir(join(out, 'deeper'));
    await writeFile(join(out, 'deeper/a.tgz'), 'bytes');
    expect(await take()).toMatchObject({ ok: false, reason: 'nothing-packed' });
    expect(await take(1000, 'out/none')).toMatchObject({ ok: false, reason: 'nothing-packed' });
  });

  it('takes none of two', async () => {
    const { out, take } = await workFolder();
    await writeFile(join(out, 'a.tgz'), 'a');
    await writeFile(join(out, 'b.tgz'), 'b');
    expect(await take()).toMatchObject({ ok: false, reason: 'several-tarballs' });
  });

  it.each<[string, (secret: string, path: string) => Promise<unknown>]>([
    ['a symbolic link', (secret, path) => symlink(secret, path)],
    ['a hard link', (secret, path) => link(secret, path)],
    ['a folder', (_secret, path) => mkdir(path)],
    ['a pipe', async (_secret, path) => execFileSync('mkfifo', [path])],
  ])('does not take %s', async (_name, leave) => {
    const { host, out, take } = await workFolder();
    const secret = join(host, 'secret');
    await writeFile(secret, 'of the host');
    await leave(secret, join(out, 'a.tgz'));
    expect(await take()).toMatchObject({ ok: false, reason: 'not-a-file' });
  });

  it.each(['out/folder', 'out/folder/deeper'])('does not follow a link on the way to %s', async (folder) => {
    const { host, out, take } = await workFolder();
    await mkdir(join(host, 'elsewhere/deeper'), { recursive: true });
    await writeFile(join(host, 'elsewhere/a.tgz'), 'of the host');
    await writeFile(join(host, 'elsewhere/deeper/a.tgz'), 'of the host');
    await symlink(join(host, 'elsewhere'), join(out, 'folder'));
    expect(await take(1000, folder)).toMatchObject({ ok: false, reason: 'not-a-file' });
  });

  it('does not leave the work folder', async () => {
    const { host, take } = await workFolder();
    await writeFile(join(host, 'a.tgz'), 'of the host');
    expect(await take(1000, 'out/../..')).toMatchObject({ ok: false, reason: 'not-a-file' });
  });
});
