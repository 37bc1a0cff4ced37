import {
  gitTarballOf,
  gitTarballPath,
  segmentsOf,
  tarballOf,
  tarballPath,
} from './registry-proxy/tarball-path.js';

/** The address on the proxy, with query and fragment as they were (yarn keeps a SHA-1 there); null when it is no registry tarball. */
export function moveAddress(address: string, publicUrl: string): string | null {
  const [, path, rest] = /^https?:\/\/[^/?#]+\/([^?#]*)(.*)$/is.exec(address) ?? [];
  if (path === undefined) return null;
  const segments = segmentsOf(path);
  const git = segments === null ? null : gitTarballOf(segments);
  if (git !== null) return `${publicUrl}${gitTarballPath(git)}${rest}`;
  const tarball = segments === null ? null : tarballOf(segments);
  return tarball === null ? null : `${publicUrl}${tarballPath(tarball)}${rest}`;
}
