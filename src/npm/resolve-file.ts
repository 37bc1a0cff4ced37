import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import semver from 'semver';
import { ArchiveError } from '../archive/error.js';
import type { ResolvedRelease } from '../ecosystem.js';
import { exitCodes, ReproveError } from '../errors.js';
import type { Finding } from '../judge/schema.js';
import { findingOf } from '../judge/signal.js';
import type { FlatOptions } from './configuration.js';
import { earlierReleases, historyLength } from './earlier-releases.js';
import { readManifest } from './identify.js';
import { objectOf } from './json-object.js';
import { manifestConfusion } from './manifest-confusion.js';
import { fetchPackument, type Packument } from './packument.js';
import { previousVersion } from './previous-version.js';
import { noProvenance, provenanceOf } from './provenance/of-release.js';
import { type PublishedIntegrity, publishedIntegrity } from './published-integrity.js';
import { RegistryError } from './registry-error.js';
import { describeRelease } from './release.js';
import { otherBytesSignal } from './signals/resolving.js';
import { statedSource } from './source-claim.js';
import { parseSpec } from './spec.js';
import { fileTarball, type ReadTarball, type TarballContext } from './tarball.js';

/**
 * A tarball that somebody has: the release that its package.json says it is. The registry is asked what it knows of that release; that it
 * knows nothing, or can't be asked, is no error, as a tarball may be verified before it is published.
 */
export async function resolveFile(
  path: string,
  npm: FlatOptions,
  context: TarballContext,
): Promise<ResolvedRelease> {
  await expectFile(path);
  const tarball = await fileTarball(path, context);
  const manifest = tarball.manifest === null ? null : readManifest(tarball.manifest);
  const name = await packageName(manifest?.name);
  const version =
    typeof manifest?.version === 'string' ? semver.clean(manifest.version, { loose: true }) : null;
  if (manifest === null || name === null || version === null) throw nameless(path);

  const packument = await knownPackument(name, npm, context);
  const registry = packument?.versions.get(version) ?? null;
  const integrity = registry === null ? null : statedIntegrity(registry.dist, name);
  const same = integrity !== null && hasIntegrity(tarball, integrity);
  // What the registry says of other bytes is not said of these.
  const published = integrity === null || same ? registry : null;
  const { stated, findings } = statedSource(manifest, published, packument?.repository);
  return describeRelease({
    name,
    version,
    origin: 'file',
    registry: published,
    publishedAt: packument?.times.get(version) ?? null,
    previousVersion: packument === null ? null : previousVersion(packument, version),
    publishedIntegrity: integrity?.stated ?? null,
    stated,
    tarball,
    findings: [
      ...(integrity !== null && !same ? [otherBytes(name, version, integrity.stated)] : []),
      ...(published === null ? [] : manifestConfusion({ ...published, name, version }, manifest)),
      ...findings,
    ],
    // What was signed of other bytes says nothing of these.
    provenance:
      packument === null || registry === null || !same
        ? noProvenance
        : provenanceOf(
            {
              name,
              version,
              publishedAt: packument.times.get(version) ?? null,
              tarball,
              publishedIntegrity: integrity.stated,
              dist: objectOf(registry.dist),
              repository: stated.repository,
              earlier: earlierReleases(packument, version, historyLength),
            },
            npm,
          ),
  });
}

async function expectFile(path: string): Promise<void> {
  const problem = await stat(path).then(
    (found) => (found.isFile() ? null : 'is no file'),
    (cause: NodeJS.ErrnoException) =>
      cause.code === 'ENOENT' ? 'does not exist' : `can't be read (${cause.code})`,
  );
  if (problem === null) return;
  throw new RegistryError({
    code: 'E_NO_SUCH_FILE',
    message: `${path} ${problem}`,
    hint: 'Give the path of a tarball, as npm pack writes it.',
    exitCode: exitCodes.usage,
  });
}

/** The name, if it is one that npm accepts: the registry's address is made of it. */
async function packageName(name: unknown): Promise<string | null> {
  if (typeof name !== 'string') return null;
  const spec = await parseSpec(name).catch(() => null);
  return spec?.kind === 'registry' && spec.name === name && spec.wanted === '' ? name : null;
}

/** What the registry knows; null when it doesn't, or can't be asked. */
async function knownPackument(
  name: string,
  npm: FlatOptions,
  context: TarballContext,
): Promise<Packument | null> {
  try {
    // The answer only adds to what the file says, so it is asked once, and not for long.
    const once = { ...npm, retry: { ...npm.retry, retries: 0 }, timeout: Math.min(npm.timeout, 10_000) };
    return await fetchPackument(name, once, context);
  } catch (cause) {
    if (!(cause instanceof ReproveError)) throw cause;
    context.onWait(`nothing is known of how ${name} was published: ${cause.message}`);
    return null;
  }
}

/** What the registry states, where it can be held against what reading the file computed. */
function statedIntegrity(dist: unknown, name: string): PublishedIntegrity | null {
  try {
    const stated = publishedIntegrity((dist ?? {}) as Readonly<Record<string, unknown>>, name);
    return stated !== null && stated.algorithm in computed ? stated : null;
  } catch {
    return null;
  }
}

/** Digests (base64) that every reading of an archive computes. */
const computed: Record<string, (archive: ReadTarball['archive']) => string> = {
  sha512: ({ integrity }) => integrity.replace(/^sha512-/, ''),
  sha1: ({ shasum }) => Buffer.from(shasum, 'hex').toString('base64'),
};

const hasIntegrity = ({ archive }: ReadTarball, { algorithm, digests }: PublishedIntegrity): boolean =>
  digests.includes(computed[algorithm]?.(archive) ?? '');

function otherBytes(name: string, version: string, stated: string): Finding {
  const message = `the registry has ${name}@${version} with other bytes: ${stated.slice(0, 200)}`;
  return findingOf(otherBytesSignal, { path: null, message });
}

function nameless(path: string): ArchiveError {
  return new ArchiveError({
    code: 'E_ARCHIVE_CORRUPT',
    message: `${basename(path)} holds no package.json with a name and a version that npm accepts`,
    hint: 'Give a tarball as npm pack writes it.',
  });
}
