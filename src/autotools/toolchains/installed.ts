import { execFile } from 'node:child_process';
import { lstat, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PackageFile } from '../debian/package-files.js';

const run = promisify(execFile);

/** Files of a package that this machine has installed in this very version; null where it has not. */
export async function installedPackage(
  name: string,
  version: string,
  wants: (path: string, size: number) => boolean,
): Promise<PackageFile[] | null> {
  const ask = (...parameters: string[]) =>
    run('dpkg-query', parameters, {
      cwd: '/',
      timeout: 20_000,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    });
  try {
    const { stdout: state } = await ask('-W', name);
    if (state.trim() !== `${name}\t${version}`) return null;
    const { stdout: list } = await ask('-L', name);
    const files: PackageFile[] = [];
    for (const place of list.split('\n').filter((line) => line.startsWith('/usr/'))) {
      const found = await lstat(place);
      const path = place.slice(1);
      if (!found.isFile() || !wants(path, found.size)) continue;
      files.push({ path, mode: found.mode, bytes: await readFile(place) });
    }
    return files.length === 0 ? null : files;
  } catch {
    // No dpkg, or a package that it does not know.
    return null;
  }
}
