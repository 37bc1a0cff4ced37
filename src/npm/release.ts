import semver from 'semver';
import type { ResolvedRelease, SourceClaim } from '../ecosystem.js';
import type { Finding } from '../judge/schema.js';
import type { Release } from '../release.js';
import { identify, type Manifest } from './identify.js';
import { isoTime } from './packument.js';
import type { ReadTarball } from './tarball.js';

/** Everything that resolving learnt, as it came. */
export interface Learnt {
  name: string;
  version: string;
  origin: Release['origin'];
  /** The registry's manifest of this version; null when the registry has none. */
  registry: Manifest | null;
  publishedAt: string | null;
  publishedIntegrity: string | null;
  /** Version of the release that it is held against; null when none is known. */
  previousVersion: string | null;
  stated: Pick<SourceClaim, 'repository' | 'directory'>;
  tarball: ReadTarball;
  findings: Finding[];
  provenance: ResolvedRelease['provenance'];
}

/** Puts a resolved release together; what the registry states in another form than it should counts as not stated. */
export function describeRelease(learnt: Learnt): ResolvedRelease {
  const { name, version, origin, registry, stated, tarball } = learnt;
  const publishedAt = isoTime(learnt.publishedAt);
  const gitHead = commitId(registry?.gitHead);
  const release: Release = {
    ecosystem: 'npm',
    purl: purlOf(name, version),
    name,
    version,
    origin,
    integrity: tarball.archive.integrity,
    publishedIntegrity: learnt.publishedIntegrity,
    publishedAt,
    publisher: publisherOf(registry),
    gitHead,
    runtimeVersion: versionOf(registry?._nodeVersion),
    managerVersion: versionOf(registry?._npmVersion),
    ...stated,
  };
  const claim: SourceClaim = {
    name,
    version,
    ...stated,
    gitHead,
    // Set when what was signed has been checked.
    attestedCommit: null,
    publishedAt,
    manifestFile: 'package.json',
    identify,
  };
  const { path, archive, manifest } = tarball;
  const { previousVersion, findings, provenance } = learnt;
  return { release, tarball: path, archive, manifest, claim, previousVersion, findings, provenance };
}

/** The package URL of a release (package-url.github.io). */
export function purlOf(name: string, version: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `pkg:npm/${path}@${encodeURIComponent(version)}`;
}

const commitId = (value: unknown): string | null =>
  typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : null;

const versionOf = (value: unknown): string | null => (typeof value === 'string' ? semver.valid(value) : null);

function publisherOf(registry: Manifest | null): string | null {
  const user = registry?._npmUser;
  const name = typeof user === 'object' && user !== null ? (user as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name.slice(0, 214) : null;
}
