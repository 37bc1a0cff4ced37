import { PackageURL } from 'packageurl-js';
import ssri from 'ssri';
import { isSourceRelease } from '../../ecosystems.js';
import { elsewhere, locked } from '../../npm/locked.js';
import { isPackageName } from '../../npm/registry-proxy/tarball-path.js';
import type { Listed } from './define.js';

/** Hashes as SBOMs state them: names of many spellings, and hex. */
const algorithms: Record<string, string> = {
  sha512: 'sha512',
  sha384: 'sha384',
  sha256: 'sha256',
  sha1: 'sha1',
};

/** The integrity that stated hashes come to; null where none of them is one of a tarball's. */
export function integrityOf(hashes: readonly { algorithm: string; hex: string }[]): string | null {
  const stated = hashes.flatMap(({ algorithm, hex }) => {
    const name = algorithms[algorithm.toLowerCase().replace('-', '')];
    if (name === undefined || !/^(?:[\da-f]{2})+$/i.test(hex)) return [];
    return [`${name}-${Buffer.from(hex, 'hex').toString('base64')}`];
  });
  return stated.length === 0 ? null : stated.join(' ');
}

/** What a purl names: a release of npm; without a version a wish; a source release; of another ecosystem what is not verified. */
export function listedOf(purl: string, integrity: string | null): Listed {
  let parsed: PackageURL;
  try {
    parsed = PackageURL.fromString(purl);
  } catch {
    return { kind: 'foreign', name: purl.slice(0, 200), reason: 'its purl is none' };
  }
  const { type, namespace, name, version } = parsed;
  const qualifiers: Record<string, string> = parsed.qualifiers ?? {};
  const full = namespace ? `${namespace}/${name}` : (name ?? '');
  if (isSourceRelease(parsed))
    return { kind: 'source', name: full, ...pinnedSource(parsed, purl, integrity) };
  if (type === 'deb')
    return { kind: 'foreign', name: full, reason: 'of distributions only sources of Debian are verified' };
  if (type !== 'npm')
    return { kind: 'foreign', name: full, reason: `it is of ${type}: only npm and sources are verified` };
  if (qualifiers.vcs_url !== undefined) return elsewhere(full, asGit(qualifiers.vcs_url));
  if (qualifiers.repository_url !== undefined)
    return { kind: 'foreign', name: full, reason: 'its purl names a registry: these are set in .npmrc' };
  if (qualifiers.download_url !== undefined)
    return { kind: 'archive', name: full, reference: qualifiers.download_url };
  if (!isPackageName(full)) return { kind: 'foreign', name: full, reason: 'no registry has such a name' };
  if (!version) return { kind: 'wish', name: full, wanted: '' };
  return locked(full, version, { integrity });
}

/**
 * A source release with what is stated of its bytes. A SHA-256 becomes part of its purl, so that what is downloaded is held to it. Of a distribution's source
 * package hashes are not taken over: it is several files, nobody says which one they are of, and its signed index has those of each.
 */
function pinnedSource(parsed: PackageURL, purl: string, integrity: string | null) {
  if (integrity === null || parsed.type === 'deb') return { reference: purl, integrity: null };
  const sha256 = ssri.parse(integrity)?.sha256?.[0];
  if (sha256 === undefined || parsed.qualifiers?.checksum !== undefined)
    return { reference: purl, integrity };
  const checksum = `sha256:${Buffer.from(sha256.digest, 'base64').toString('hex')}`;
  const { type, namespace, name, version, qualifiers, subpath } = parsed;
  const pinned = new PackageURL(type!, namespace, name!, version, { ...qualifiers, checksum }, subpath);
  return { reference: pinned.toString(), integrity };
}

/** `vcs_url` is of a repository, whatever it looks like. */
const asGit = (address: string): string => (/^git/.test(address) ? address : `git+${address}`);
