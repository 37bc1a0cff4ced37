import { PackageURL } from 'packageurl-js';
import { locked } from '../../npm/locked.js';
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

/** What a purl names: a release of npm; without a version a wish; of another ecosystem what is not verified. */
export function listedOf(purl: string, integrity: string | null): Listed {
  let parsed: PackageURL;
  try {
    parsed = PackageURL.fromString(purl);
  } catch {
    return { kind: 'foreign', name: purl.slice(0, 200), reason: 'its purl is none' };
  }
  const { type, namespace, name, version } = parsed;
  const full = namespace ? `${namespace}/${name}` : (name ?? '');
  if (type !== 'npm')
    return { kind: 'foreign', name: full, reason: `it is of ${type}: only npm is verified` };
  if (!version) return { kind: 'wish', name: full, wanted: '' };
  return locked(full, version, { integrity });
}
