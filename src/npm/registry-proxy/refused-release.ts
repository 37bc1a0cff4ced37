import semver from 'semver';
import ssri from 'ssri';

/** The release under verification, which no build may be given. */
export interface RefusedRelease {
  name: string;
  version: string;
  /** Every known digest of its tarball, as SRI. */
  integrity: string[];
}

/** Digests of a tarball, as far as they are known. */
interface TarballDigests {
  /** SRI, of one or more algorithms. */
  integrity?: unknown;
  /** Hex SHA-1. */
  shasum?: unknown;
}

/** Tells what is the release under verification, under any name. */
export interface Refusal {
  /** By name and version. */
  names(name: string, version: string): boolean;
  /** By the digests that a registry states, or that the bytes have: one that agrees is enough. */
  matches(digests: TarballDigests): boolean;
}

/** Prepares the comparison. Names are compared without case, as some registries do, and versions without build metadata. */
export function refusalOf(release: RefusedRelease): Refusal {
  const digests = new Set(release.integrity.flatMap((integrity) => hashesOf(integrity)));
  const wanted = release.name.toLowerCase();
  return {
    names: (name, version) => name.toLowerCase() === wanted && sameVersion(version, release.version),
    matches: ({ integrity, shasum }) =>
      [
        ...(typeof integrity === 'string' ? hashesOf(integrity) : []),
        ...(typeof shasum === 'string' ? hashesOf(shasumIntegrity(shasum)) : []),
      ].some((digest) => digests.has(digest)),
  };
}

/** A hex SHA-1 as SRI. */
export const shasumIntegrity = (shasum: string): string =>
  `sha1-${Buffer.from(/^[0-9a-f]{40}$/i.exec(shasum)?.[0] ?? '', 'hex').toString('base64')}`;

function hashesOf(integrity: string): string[] {
  return Object.values(ssri.parse(integrity) ?? {})
    .flat()
    .filter((hash) => typeof hash === 'object' && hash !== null && hash.digest !== '')
    .map(({ algorithm, digest }) => `${algorithm}-${digest}`);
}

function sameVersion(one: string, other: string): boolean {
  const [a, b] = [semver.valid(one, true), semver.valid(other, true)];
  return a === null || b === null ? one === other : a === b;
}
