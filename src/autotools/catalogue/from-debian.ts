import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collected } from '../../archive/collected.js';
import { sourceForm } from '../../archive/form.js';
import { walkArchive } from '../../archive/walk.js';
import type { Context } from '../../context.js';
import { readPackage } from '../debian/package-files.js';
import { type ArchivedFile, binaryPackages, projectTarballs } from '../debian/packages.js';
import { ReleaseError } from '../error.js';
import { Collector, largestFile } from './collector.js';
import { expanded } from './templates.js';

/** Where autopoint keeps the files of all releases of gettext. */
const gettextArchive = /^usr\/share\/gettext\/archive\.(?:dir\.)?tar\.\w+$/;

/**
 * Adds the build files of every version of a package that the known suites have: of its project's tarball, and of what is installed. Versions
 * leave an archive before its index says so: what is gone is named.
 */
export async function addPackage(
  name: string,
  collector: Collector,
  context: Context,
): Promise<{ files: number; gone: string[] }> {
  let files = 0;
  const gone: string[] = [];
  const all = [...(await projectTarballs(name, context)), ...(await binaryPackages(name, context))];
  for (const file of all)
    try {
      files += await add(name, file, collector, context);
    } catch (cause) {
      if (!(cause instanceof ReleaseError && cause.code === 'E_NO_SUCH_FILE_THERE')) throw cause;
      gone.push(file.name);
    }
  return { files, gone };
}

async function add(
  name: string,
  file: ArchivedFile,
  collector: Collector,
  context: Context,
): Promise<number> {
  const { path } = await file.get();
  const source = { project: `Debian's ${name}`, from: file.name, state: file.signed };
  const since = file.version;
  const take = (at: string, bytes: Buffer) => {
    for (const one of expanded(at, bytes))
      collector.add({ project: source.project, path: one.path, since }, one.bytes);
  };
  return collector.from(source, async () => {
    if (!file.name.endsWith('.deb')) return readTarball(path, take, context);
    const nested: Buffer[] = [];
    await readPackage(
      path,
      (at, size) => gettextArchive.test(at) || (size <= largestFile && Collector.wants(at)),
      ({ path: at, bytes }) => void (gettextArchive.test(at) ? nested.push(bytes) : take(at, bytes)),
      context,
    );
    for (const bytes of nested) await readNested(bytes, take, context);
  });
}

async function readTarball(
  path: string,
  take: (at: string, bytes: Buffer) => void,
  { config, signal }: Context,
): Promise<void> {
  await walkArchive(path, {
    limits: config.archive,
    form: sourceForm,
    signal,
    onFile: ({ path: at, size, link }) =>
      link !== undefined || size > largestFile || !Collector.wants(at.replace(/\.m4\.in$/, '.m4'))
        ? null
        : collected((bytes) => take(at, Buffer.from(bytes))),
  });
}

async function readNested(
  bytes: Buffer,
  take: (at: string, bytes: Buffer) => void,
  context: Context,
): Promise<void> {
  const folder = join(context.cache, 'sources');
  const path = join(folder, `partial-${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    // Its first folder is that of a release: below it lie the files as they are given to projects.
    await readTarball(path, take, context);
  } finally {
    await rm(path, { force: true });
  }
}
