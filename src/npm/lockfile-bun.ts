import { elsewhere, type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';
import { nameAtEnd } from './name-at-end.js';
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
  const { packages, workspaces, lockfileVersion } = parseBunLock(content) as {
    packages?: unknown;
    workspaces?: unknown;
    lockfileVersion?: unknown;
  };
  if (lockfileVersion === undefined) throw new SyntaxError('it states no lockfileVersion');
  if (packages === undefined) return [];
  if (typeof packages !== 'object' || packages === null) throw new SyntaxError('its packages are no object');
  const roleOf = rolesOf(packages as Record<string, unknown>, workspaces);
  return Object.entries(packages).flatMap(([place, entry]) =>
    Array.isArray(entry)
      ? entryOf(entry).map((one) => ({ ...one, ...aliasAt(place, one.name), ...roleOf(place) }))
      : [],
  );
}

/** The last part of a place is what the package is installed under. */
function aliasAt(place: string, name: string): { alias?: string } {
  const folder = nameAtEnd(place);
  return folder === name ? {} : { alias: folder };
}

/** Nothing is nested deeper, and a place made to be long would be gone through for every name. */
const deepest = { characters: 2_000, names: 32 };

/** A place and those above it, each with a slash at the end, '' last. */
function placesAbove(place: string): string[] {
  const above = [''];
  if (place.length > deepest.characters) return above;
  for (let rest = place; rest !== '' && above.length <= deepest.names; ) {
    above.push(`${rest}/`);
    rest = rest.slice(0, Math.max(rest.length - nameAtEnd(rest).length - 1, 0));
  }
  return above.length > deepest.names ? [''] : [...above.slice(1), ''];
}

/**
 * Places are like those below node_modules: what a package asks for is at the nearest place above. What a workspace alone has is below its name.
 * bun installs what peers ask for.
 */
function rolesOf(packages: Record<string, unknown>, workspaces: unknown) {
  const asked = (from: string, owner: unknown, ...fields: string[]): string[] => {
    const above = placesAbove(from);
    return fields
      .flatMap((field) => Object.keys(record(record(owner)[field])))
      .flatMap(
        (name) => above.map((place) => place + name).find((each) => Object.hasOwn(packages, each)) ?? [],
      );
  };
  const always = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  const projects = Object.entries(record(workspaces)).map(([folder, one]) => {
    const { name } = record(one);
    return { one, from: folder !== '' && typeof name === 'string' ? name : '' };
  });
  const roleOf = rolesIn<string>({
    roots: {
      production: projects.flatMap(({ one, from }) => asked(from, one, ...always)),
      development: projects.flatMap(({ one, from }) => asked(from, one, 'devDependencies')),
    },
    edges: (place) => {
      const entry = packages[place];
      const manifest = Array.isArray(entry) ? entry.find((part) => typeof part === 'object') : null;
      return asked(place, manifest, ...always);
    },
  });
  return (place: string) => (projects.length === 0 ? {} : roleOf(place));
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

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

/** JSON with comments and with commas where a list ends. Throws for anything else. */
export const parseBunLock = (content: string): unknown =>
  JSON.parse(withoutTrailingCommas(withoutComments(content)));

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
