import { type Locked, locked } from './locked.js';
import { rolesIn } from './lockfile-graph.js';
import { nameAtEnd } from './name-at-end.js';

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
    return Object.entries(record(lock.packages)).map(([key, value]) => {
      const one = lockedAt(key, separator, record(value));
      return { ...one, ...roleOf(key, one.name) };
    });
  });
}

/** What is installed whether or not development is: the last two are what pnpm itself is set up with. */
const always = [
  'dependencies',
  'optionalDependencies',
  'configDependencies',
  'packageManagerDependencies',
] as const;

/** Of packages: from format 9 on `snapshots` tell what each asks for; before, the packages themselves do. */
function rolesOf(lock: Record<string, unknown>, separator: string) {
  const packages = record(lock.packages);
  const snapshots = lock.snapshots === undefined ? packages : record(lock.snapshots);
  // Without workspaces the project's own dependencies stand at the top, in formats before 9.
  const importers = lock.importers === undefined ? [lock] : Object.values(record(lock.importers)).map(record);
  const isKnown =
    lock.importers !== undefined || [...always, 'devDependencies'].some((field) => lock[field] !== undefined);
  const bare = (key: string) => (separator === '@' ? key.split('(')[0]! : key);
  /** Names that each package is asked for by. */
  const folders = new Map<string, Set<string>>();
  const keyOf = (name: string, value: unknown): string[] => {
    const version = typeof value === 'string' ? value : record(value).version;
    if (typeof version !== 'string' || version.startsWith('link:')) return [];
    const candidates = [version, `/${name}${separator}${version}`, `${name}${separator}${version}`];
    const key = candidates.find((each) => Object.hasOwn(snapshots, each));
    if (key === undefined) return [];
    const known = folders.get(bare(key));
    if (known === undefined) folders.set(bare(key), new Set([name]));
    else known.add(name);
    return [key];
  };
  const asked = (owner: Record<string, unknown>, ...fields: string[]): string[] =>
    fields.flatMap((field) =>
      Object.entries(record(owner[field])).flatMap(([name, value]) => keyOf(name, value)),
    );
  const edges = new Map(
    Object.entries(snapshots).map(([key, one]) => [
      key,
      asked(record(one), 'dependencies', 'optionalDependencies'),
    ]),
  );
  const roles = rolesIn<string>({
    roots: {
      production: importers.flatMap((each) => asked(each, ...always)),
      development: importers.flatMap((each) => asked(each, 'devDependencies')),
    },
    edges: (key) => edges.get(key) ?? [],
  });
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
  return (key: string, name: string) => {
    const [folder] = folders.get(bare(key)) ?? [];
    const isAlias = folder !== undefined && !folders.get(bare(key))!.has(name);
    return { ...(isKnown ? each.get(bare(key)) : {}), ...(isAlias ? { alias: folder } : {}) };
  };
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
    name: nameAtEnd(path.slice(0, Math.max(at, 0))),
    version: path.slice(at + 1),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
