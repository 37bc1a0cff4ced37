import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readContents } from '../archive/contents.js';
import { sourceForm } from '../archive/form.js';
import { readArchive } from '../archive/read.js';
import type { Archive } from '../archive/schema.js';
import type { Context } from '../context.js';
import type { ResolvedRelease } from '../ecosystem.js';
import { exitCodes } from '../errors.js';
import type { Finding } from '../judge/schema.js';
import type { Release } from '../release.js';
import { download, sriOf } from './download.js';
import { ReleaseError } from './error.js';
import { identifyAs, snapshotDay } from './identify.js';
import type { ReleaseName } from './release-name.js';
import { namedAt, parseSpec, SpecError } from './spec.js';
import { statedRepository, statingFiles } from './stated-repository.js';

/** A tarball that lies on this machine, with what is known of it besides its bytes. */
export interface FoundTarball {
  path: string;
  named: ReleaseName;
  purl: string;
  origin: Release['origin'];
  /** SRI that somebody states; checked against the bytes. */
  publishedIntegrity: string | null;
  publishedAt: string | null;
  publisher: string | null;
  /** Repository that packaging names; null where the release itself is asked. */
  repository: string | null;
  /** Says which files of the project were taken out. */
  leftOut?: (path: string) => boolean;
  signatures: string[];
  findings: Finding[];
}

/** Bytes of the files that may say where a release is made. */
const statingBytes = 2 ** 22;

/**
 * Finds, downloads and reads the source release that a spec names. Throws `SpecError` (exit code 2), `ReleaseError` for what can't be had,
 * `ArchiveError` for a tarball that can't be read, and the reason of an aborted signal.
 */
export async function resolveTarball(text: string, context: Context): Promise<ResolvedRelease> {
  const tell = (message: string) => context.progress({ subject: text, stage: 'resolve', message });
  const spec = await parseSpec(text);
  switch (spec.kind) {
    case 'file':
      return read(await givenFile(spec.path, spec.named), context);
    case 'address': {
      const named = namedAt(spec);
      tell(`downloading ${spec.url}`);
      const largest = context.config.archive.bytes;
      const { path, sha256 } = await download({ url: spec.url, sha256: spec.sha256, largest }, context);
      const { name, version } = named;
      return read(
        {
          path,
          named,
          purl: `${genericPurl(named)}?checksum=sha256:${sha256}&download_url=${encodeURIComponent(spec.url)}`,
          ...unsaid,
          origin: 'address',
          publishedIntegrity: spec.sha256 === null ? null : sriOf(spec.sha256),
          signatures: spec.sha256 === null ? [] : [`${name} ${version}: SHA-256 as was given`],
        },
        context,
      );
    }
    case 'debian': {
      const { findInDebian } = await import('./debian/find.js');
      return read(await findInDebian(spec, tell, context), context);
    }
  }
}

const unsaid = {
  publishedIntegrity: null,
  publishedAt: null,
  publisher: null,
  repository: null,
  signatures: [],
  findings: [],
};

const genericPurl = ({ name, version }: ReleaseName) =>
  `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;

async function givenFile(path: string, named: ReleaseName | null): Promise<FoundTarball> {
  const problem = await stat(path).then(
    (found) => (found.isFile() ? null : 'is no file'),
    (cause: NodeJS.ErrnoException) =>
      cause.code === 'ENOENT' ? 'does not exist' : `can't be read (${cause.code})`,
  );
  if (problem !== null)
    throw new ReleaseError({
      code: 'E_NO_SUCH_FILE',
      message: `${path} ${problem}`,
      hint: 'Give the path of a source tarball.',
      exitCode: exitCodes.usage,
    });
  if (named === null)
    throw new SpecError(`${basename(path)} has no name and version in it: call it name-version.tar.…`);
  return { path, named, purl: genericPurl(named), ...unsaid, origin: 'file' };
}

async function read(found: FoundTarball, context: Context): Promise<ResolvedRelease> {
  const { path, named, purl, origin, publishedIntegrity, publishedAt, publisher } = found;
  const limits = context.config.archive;
  const { archive } = await readArchive(path, { limits, form: sourceForm, signal: context.signal });
  const repository = found.repository ?? (await ownWord(path, archive, named, context));
  const { name, version } = named;
  const stated = { repository, directory: null };
  return {
    release: {
      ecosystem: 'autotools',
      purl,
      name,
      version,
      origin,
      signatures: found.signatures,
      integrity: archive.integrity,
      publishedIntegrity,
      publishedAt,
      publisher,
      gitHead: null,
      runtimeVersion: null,
      managerVersion: null,
      ...stated,
    },
    claim: {
      name,
      version,
      ...stated,
      gitHead: null,
      attestedCommit: null,
      publishedAt: publishedAt ?? snapshotDay(version),
      manifestFile: 'configure.ac',
      identify: identifyAs(named),
    },
    tarball: path,
    archive,
    form: sourceForm,
    manifest: null,
    ...(found.leftOut === undefined ? {} : { leftOut: found.leftOut }),
    previousVersion: null,
    findings: found.findings,
    provenance: async () => null,
  };
}

/** What the release's own files say of where it is made. */
async function ownWord(
  path: string,
  { entries }: Archive,
  { name }: ReleaseName,
  { config, signal }: Context,
): Promise<string | null> {
  const wanted = new Set(statingFiles);
  if (!entries.some((entry) => wanted.has(entry.path))) return null;
  const files = await readContents(path, wanted, {
    limits: config.archive,
    form: sourceForm,
    entryBytes: statingBytes,
    totalBytes: 4 * statingBytes,
    signal,
  });
  return statedRepository(name, files);
}
