import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TarEntry } from './tarball.js';

const run = promisify(execFile);

/** Packages of Debian with the builds of autotools that reprove knows, by version. */
const wanted = { autoconf: '2.71-3', automake: '1:1.16.5-1.3', libtool: '2.4.7-7~deb12u1' };

/** Why releases can't be made with autotools here; null where they can. */
export async function noAutotools(): Promise<string | null> {
  for (const [name, version] of Object.entries(wanted)) {
    const found = await run('dpkg-query', ['-W', name]).catch(() => null);
    if (found?.stdout.trim() !== `${name}\t${version}`)
      return `${name} ${version} of Debian is not installed`;
  }
  return null;
}

/** Files of a release: what a maintainer packs after autoreconf, executable as it lies there. */
export async function bootstrapped(
  source: Readonly<Record<string, string>>,
): Promise<Record<string, Omit<TarEntry, 'path'>>> {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-bootstrap-'));
  try {
    for (const [path, content] of Object.entries(source)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await run('autoreconf', ['-fi'], { cwd: folder, maxBuffer: 2 ** 24 });
    await rm(join(folder, 'autom4te.cache'), { recursive: true, force: true });
    const files: Record<string, Omit<TarEntry, 'path'>> = {};
    for (const entry of await readdir(folder, { recursive: true })) {
      const place = join(folder, entry);
      const found = await lstat(place);
      if (found.isDirectory() || entry.endsWith('~')) continue;
      files[entry] = { content: await readFile(place), mode: (found.mode & 0o111) === 0 ? 0o644 : 0o755 };
    }
    return files;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
