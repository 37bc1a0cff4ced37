import { type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';

/**
 * What a pnpm-lock.yaml installs, format 5 to 9 (github.com/pnpm/spec, "lockfile"). Newer files hold several documents, each with
 * packages of its own. Throws when it is no YAML.
 */
export async function pnpmLocked(content: string): Promise<Locked[]> {
  const { parseAllDocuments } = await import('yaml');
  // Failsafe: versions such as 1.0 stay text. Lockfiles have no aliases; expanding some would only serve a bomb.
  const documents = parseAllDocuments(content, { schema: 'failsafe', logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const lock = record(document.toJS({ maxAliasCount: 0 }));
    if (lock.lockfileVersion === undefined) throw new SyntaxError('it states no lockfileVersion');
    const separator = Number.parseInt(String(lock.lockfileVersion), 10) < 6 ? '/' : '@';
    const roleOf = rolesOf(lock, separator);
    return Object.entries(record(lock.packages)).map(([key, value]) => ({
      ...lockedAt(key, separator, record(value)),
      ...roleOf(key),
    }));
  });
}

/** Of packages: from format 9 on `snapshots` tell what each asks for; before, the packages themselves do, and say too which are for development. */
function rolesOf(lock: Record<string, unknown>, separator: string) {
  const packages = record(lock.packages);
  const snapshots = lock.snapshots === undefined ? packages : record(lock.snapshots);
  // Without workspaces the project's own dependencies stand at the top.
  const importers = lock.importers === undefined ? [lock] : Object.values(record(lock.importers)).map(record);
  const keyOf = (name: string, value: unknown): string[] => {
    const version = typeof value === 'string' ? value : record(value).version;
    if (typeof version !== 'string' || version.startsWith('link:')) return [];
    const candidates = [version, `/${name}${separator}${version}`, `${name}${separator}${version}`];
    return candidates.filter((key) => Object.hasOwn(snapshots, key)).slice(0, 1);
  };
  const asked = (owner: Record<string, unknown>, ...fields: string[]): string[] =>
    fields.flatMap((field) =>
      Object.entries(record(owner[field])).flatMap(([name, value]) => keyOf(name, value)),
    );
  const roles = rolesIn({
    roots: {
      production: importers.flatMap((each) => asked(each, 'dependencies', 'optionalDependencies')),
      development: importers.flatMap((each) => asked(each, 'devDependencies')),
    },
    edges: (key) => asked(record(snapshots[key]), 'dependencies', 'optionalDependencies'),
  });
  const bare = (key: string) => (separator === '@' ? key.split('(')[0]! : key);
  // One package has a snapshot for each set of peers.
  const each = new Map<string, { direct: boolean; production: boolean }>();
  for (const key of Object.keys(snapshots)) {
    const role = roles(key);
    const known = each.get(bare(key));
    each.set(bare(key), {
      direct: role.direct || known?.direct === true,
      production: role.production || known?.production === true,
    });
  }
  return (key: string) => each.get(bare(key)) ?? {};
}

function lockedAt(key: string, separator: string, entry: Record<string, unknown>): Locked {
  const resolution = record(entry.resolution);
  const { integrity } = resolution;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  // `/name/1.0.0_peer@2.0.0`, `host/@scope/name/1.0.0`, `/name@1.0.0(peer@2.0.0)`, `name@1.0.0`
  const [path = ''] = key.split('(');
  const end =
    separator === '@'
      ? path.length
      : (/_|$/.exec(path.slice(path.lastIndexOf('/')))?.index ?? 0) + path.lastIndexOf('/');
  const { name, version } = named(path.slice(0, end), separator);
  // What is from git or an archive has its name in a field, or before its address. A registry's package always has an integrity.
  const stated =
    text(entry.name) ?? (separator === '@' ? /^\/?((?:@[^/@]+\/)?[^/@]+)@/.exec(path)?.[1] : undefined);
  const from = text(resolution.repo) ?? text(resolution.tarball) ?? text(resolution.directory);
  if (text(resolution.repo) !== undefined) return { kind: 'git', name: stated ?? name, reference: from! };
  if (text(resolution.directory) !== undefined)
    return { kind: 'folder', name: stated ?? name, reference: from! };
  const made = typeof integrity === 'string' ? locked(name, version, { integrity }) : null;
  return made?.kind === 'registry'
    ? made
    : { kind: 'archive', name: stated ?? name, reference: from ?? path };
}

function named(path: string, separator: string): { name: string; version: string } {
  const at = path.lastIndexOf(separator);
  return {
    name: /(?:@[^/]+\/)?[^/]+$/.exec(path.slice(0, Math.max(at, 0)))?.[0] ?? '',
    version: path.slice(at + 1),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
