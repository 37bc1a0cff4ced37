/** A project's name and a version of it. */
export interface ReleaseName {
  name: string;
  version: string;
}

const ends = /(?:\.orig)?\.(?:tar\.\w+|txz|tbz2|tlz|tzst|tgz)$/i;

/**
 * What the name of a tarball says: `xz-5.8.3.tar.xz`, `xz-utils_5.8.3.orig.tar.xz`, `release-2.1.tar.gz`; null where there is no version in it.
 * The version begins at the last dash or underscore before a digit; a `v` before it is none of it.
 */
export function releaseNameOf(file: string): ReleaseName | null {
  const stem = file.replace(ends, '');
  const found = /^([A-Za-z0-9][\w.+-]*?)[-_]v?(\d[\w.+~-]*)$/.exec(stem);
  return found === null ? null : { name: found[1]!, version: found[2]! };
}

/** The version of the project in that of a distribution's package: without epoch, revision, and what says that it was packed anew. */
export function upstreamVersion(version: string): string {
  return version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~.](?:dfsg|ds|repack|debian)\d*(?:[.+~]\d+)*$/i, '');
}
