import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { readContents } from './archive/contents.js';
import type { ArchiveForm } from './archive/form.js';
import type { Archive } from './archive/schema.js';
import type { ArchiveLimits } from './config/schema.js';
import type { Rebuild } from './sandbox/schema.js';

/** Bytes written out for one entry at most; larger ones stay in the tarball, which is kept too. */
const entryBytes = 64 * 2 ** 20;

/**
 * Leaves a tarball and its unpacked entries in a folder of the user's, for inspection. Only regular files are written, below
 * `to`, without execute permission: nothing here is meant to run.
 */
export async function keepTree(
  tarball: string,
  archive: Archive,
  to: string,
  limits: ArchiveLimits,
  form?: ArchiveForm,
): Promise<void> {
  await mkdir(to, { recursive: true });
  await copyFile(tarball, `${to}${/\.tar\.\w+$/.exec(tarball)?.[0] ?? '.tgz'}`);
  const wanted = new Set(archive.entries.map(({ path }) => path));
  const contents = await readContents(tarball, wanted, {
    limits,
    form,
    entryBytes,
    totalBytes: limits.bytes,
  });
  const links = new Set(archive.entries.flatMap(({ path, link }) => (link ? [path] : [])));
  for (const [path, content] of contents) {
    if (links.has(path)) continue;
    const file = resolve(to, path);
    if (!file.startsWith(resolve(to) + sep)) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o644 });
  }
}

/** Leaves a plan, as data and as a script, its outcome and its logs. */
export async function keepRebuild(rebuild: Rebuild, script: string, logs: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await writeFile(join(to, 'plan.json'), `${JSON.stringify(rebuild.plan, null, 2)}\n`);
  await writeFile(join(to, 'plan.sh'), script);
  await writeFile(join(to, 'rebuild.json'), `${JSON.stringify(rebuild, null, 2)}\n`);
  await cp(logs, join(to, 'logs'), { recursive: true });
}
