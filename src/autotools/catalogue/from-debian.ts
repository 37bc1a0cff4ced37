import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collected } from '../../archive/collected.js';
import { packageForm, sourceForm } from '../../archive/form.js';
import { walkArchive } from '../../archive/walk.js';
import type { Context } from '../../context.js';
import { readPackage } from '../debian/package-files.js';
import { type ArchivedFile, binaryPackages, type SourcePackage, sourcePackages } from '../debian/packages.js';
import { ReleaseError } from '../error.js';
import { upstreamVersion } from '../release-name.js';
import { Collector, largestFile } from './collector.js';
import { patchedFiles, type SeriesPatch } from './patched.js';
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
  const sources = await sourcePackages(name, context);
  const tarballs = new Map(sources.map(({ tarball }) => [tarball.name, tarball]));
  const all = [...tarballs.values(), ...(await binaryPackages(name, context))];
  const attempt = async (file: string, what: () => Promise<number>) => {
    try {
      files += await what();
    } catch (cause) {
      if (!(cause instanceof ReleaseError && cause.code === 'E_NO_SUCH_FILE_THERE')) throw cause;
      gone.push(file);
    }
  };
  for (const file of all) await attempt(file.name, () => add(name, file, collector, context));
  // Last, as what is known without them is known better.
  for (const { tarball, packaging } of sources)
    if (packaging !== null)
      await attempt(packaging.name, () => addPatched(name, { tarball, packaging }, collector, context));
  return { files, gone: [...new Set(gone)] };
}

/** What the project's build files were after each of the patches of a package: that of packages that have left the archive. */
async function addPatched(
  name: string,
  { tarball, packaging }: SourcePackage & { packaging: ArchivedFile },
  collector: Collector,
  context: Context,
): Promise<number> {
  const [{ path }, { path: added }] = [await tarball.get(), await packaging.get()];
  const source = { project: `Debian's ${name}`, from: packaging.name, state: packaging.signed };
  return collector.from(source, async () => {
    const series = await seriesOf(added, context);
    if (series.length === 0) return;
    const files = new Map<string, Buffer>();
    await readTarball(path, (at, bytes) => void files.set(at, bytes), context);
    const version = upstreamVersion(packaging.version);
    for (const { path: at, bytes, until } of patchedFiles(files, series, { name, version }))
      collector.add(
        { project: source.project, path: at, since: `${packaging.version} until ${until}` },
        bytes,
      );
  });
}

/** Patches of a package's `debian/patches/series`. */
async function seriesOf(path: string, { config, signal }: Context): Promise<SeriesPatch[]> {
  const texts = new Map<string, string>();
  await walkArchive(path, {
    limits: config.archive,
    form: { ...packageForm, compressions: sourceForm.compressions },
    signal,
    // Its first folder is `debian` itself.
    onFile: ({ path: at, size, link }) =>
      link !== undefined || size > largestFile || !at.startsWith('patches/')
        ? null
        : collected(
            (bytes) => void texts.set(at.slice('patches/'.length), Buffer.from(bytes).toString('latin1')),
          ),
  });
  return (texts.get('series') ?? '').split('\n').flatMap((line) => {
    const name = line.replace(/\s.*$/, '');
    const text = name.startsWith('#') ? undefined : texts.get(name);
    return text === undefined ? [] : [{ name, text }];
  });
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
