import { z } from 'zod';
import { elsewhere, type Locked, locked } from './locked.js';

/** What we read of an entry; anything of another type counts as absent. */
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const entrySchema = z
  .looseObject({
    name: text,
    version: text,
    integrity: text,
    resolved: text,
    link: flag,
    inBundle: flag,
    bundled: flag,
    dev: flag,
    dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  })
  .catch({});
const lockSchema = z.looseObject({
  lockfileVersion: z.unknown().optional(),
  packages: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
});

/**
 * What a package brings in its own tarball has no source of its own. The project's own bundled dependencies do, and npm installs them from
 * there, as it does whatever it finds missing from a tarball.
 */
const isSourceless = (...source: (string | undefined)[]): boolean =>
  source.every((each) => each === undefined);

const ofGit = /^git(?:\+|:)/i;

/**
 * What package-lock.json or npm-shrinkwrap.json installs, format 1 to 3 (npm help package-lock-json). Throws when it is none.
 */
export function npmLocked(content: string): Locked[] {
  const lock = lockSchema.parse(JSON.parse(content));
  if (!isLock(lock)) throw new SyntaxError('it is no lockfile of format 1 to 3');
  if (lock.packages !== undefined) {
    const { packages } = lock;
    const direct = directPlaces(packages);
    return Object.entries(packages).flatMap(([place, value]) =>
      fromPackages(place, value, direct.has(place)),
    );
  }
  return fromDependencies(lock.dependencies ?? {});
}

/** npm before 5 stated no version; a package.json has ranges where a lockfile has objects. */
function isLock({ lockfileVersion, packages, dependencies }: z.infer<typeof lockSchema>): boolean {
  if (lockfileVersion !== undefined) return [1, 2, 3].includes(lockfileVersion as number);
  if (packages !== undefined) return true;
  return dependencies !== undefined && Object.values(dependencies).every((each) => typeof each === 'object');
}

/** Formats 2 and 3: by place of installation; `name` is stated where the folder has another one. */
function fromPackages(place: string, value: unknown, direct: boolean): Locked[] {
  const folder = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
  const {
    name = folder,
    version,
    integrity,
    resolved,
    link,
    inBundle = false,
    dev = false,
  } = entrySchema.parse(value);
  if (folder === undefined || name === undefined) return [];
  const role = { ...(name === folder ? {} : { alias: folder }), direct, production: !dev };
  if (link) return [{ kind: 'folder', name, reference: resolved ?? '', ...role }];
  if (ofGit.test(resolved ?? '')) return [{ ...elsewhere(name, resolved!), ...role }];
  if (version === undefined) return [{ ...elsewhere(name, resolved ?? ''), ...role }];
  const bundled = inBundle && isSourceless(integrity, resolved);
  return [{ ...locked(name, version, { integrity, bundled }), ...role }];
}

/** Fields in which a project says what it asks for. */
const asking = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Where what the project and its workspaces ask for is installed: the nearest place above each. */
function directPlaces(packages: Record<string, unknown>): Set<string> {
  const places = new Set<string>();
  for (const [place, value] of Object.entries(packages)) {
    // A workspace's own entry is its folder; all else is below some node_modules.
    if (/(?:^|\/)node_modules\//.test(place) || typeof value !== 'object' || value === null) continue;
    for (const field of asking) {
      const asked: unknown = (value as Record<string, unknown>)[field];
      if (typeof asked !== 'object' || asked === null) continue;
      for (const name of Object.keys(asked)) {
        const found = nearest(packages, place, name);
        if (found !== null) places.add(found);
      }
    }
  }
  return places;
}

function nearest(packages: Record<string, unknown>, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, place)) return place;
    if (folder === '') return null;
  }
}

/** Format 1: nested by name; the version of an alias is `npm:real@1.0.0`, that of what isn't of a registry its address. */
function fromDependencies(outermost: Record<string, unknown>): Locked[] {
  const found: Locked[] = [];
  const waiting = [outermost];
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    for (const [name, value] of Object.entries(level)) {
      const {
        version = '',
        integrity,
        resolved,
        bundled = false,
        dev = false,
        dependencies,
      } = entrySchema.parse(value);
      const [, real, aliased] = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version) ?? [];
      found.push({
        ...locked(real ?? name, aliased ?? version, {
          integrity,
          bundled: bundled && isSourceless(integrity, resolved),
        }),
        ...(real === undefined ? {} : { alias: name }),
        production: !dev,
      });
      if (dependencies !== undefined) waiting.push(dependencies);
    }
  }
  return found;
}
