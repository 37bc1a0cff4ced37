import { elsewhere, type Locked, locked } from './locked.js';
import { withoutComments } from './plan/json-comments.js';
import {
  isPackageName,
  isVersion,
  segmentsOf,
  type TarballName,
  tarballOf,
} from './registry-proxy/tarball-path.js';

/**
 * What a bun.lock installs (bun.com, "Lockfile"): lists by place of installation, each starting with `name@version`, with the real name of
 * an alias. What is from no registry has an address or a path for its version. Throws when it is none.
 */
export function bunLocked(content: string): Locked[] {
  const { packages, lockfileVersion } = JSON.parse(withoutTrailingCommas(withoutComments(content))) as {
    packages?: unknown;
    lockfileVersion?: unknown;
  };
  if (lockfileVersion === undefined) throw new SyntaxError('it states no lockfileVersion');
  if (packages === undefined) return [];
  if (typeof packages !== 'object' || packages === null) throw new SyntaxError('its packages are no object');
  return Object.values(packages).flatMap((entry) => (Array.isArray(entry) ? entryOf(entry) : []));
}

function entryOf([id, , , integrity]: unknown[]): Locked[] {
  if (typeof id !== 'string') return [];
  const known = registryVersion(id);
  const stated = typeof integrity === 'string' && integrity !== '' ? integrity : null;
  if (known !== null) return [locked(known.name, known.version, { integrity: stated })];
  const [, name = id, from = ''] = /^((?:@[^/@]+\/)?[^/@]+)@(.+)$/s.exec(id) ?? [];
  return [elsewhere(name, from)];
}

/** Reads `name@version`; null for what no registry gave. */
export function registryVersion(id: string): TarballName | null {
  const [, name = '', version = ''] = /^((?:@[^/@]+\/)?[^/@]+)@(.+)$/s.exec(id) ?? [];
  return isPackageName(name) && isVersion(version) ? { name, version } : null;
}

/** bun ends each list with a comma, which JSON does not allow. Strings are passed over whole. */
function withoutTrailingCommas(text: string): string {
  return text.replace(/("(?:[^"\\]+|\\[\s\S])*"?)|,(?=\s*[}\]])/g, (_, string?: string) => string ?? '');
}

/** Addresses of tarballs in the binary bun.lockb, where strings stand next to each other with nothing between. */
export const binaryAddresses = /https?:\/\/[\w.-]+(?::\d{1,5})?\/[!-9;-~]+?\.tgz/g;

/**
 * Versions whose addresses are in a bun.lockb. Its format is bun's own memory and known to nothing else, but it is by these addresses
 * that bun fetches. Throws when there are none.
 */
export function bunBinaryLocked(content: string): Locked[] {
  const found = [...content.matchAll(binaryAddresses)].flatMap(([address]) => {
    const segments = segmentsOf(address.replace(/^https?:\/\/[^/]+\//, ''));
    const tarball = segments === null ? null : tarballOf(segments);
    return tarball === null ? [] : [locked(tarball.name, tarball.version)];
  });
  if (found.length === 0) throw new SyntaxError('it is binary, and holds no address of a package');
  return found;
}
