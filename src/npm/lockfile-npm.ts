import { z } from 'zod';
import { isJson, type Json, objectOf } from './json-object.js';
import { elsewhere, type Locked, locked } from './locked.js';
import { noManifests, type ProjectManifests } from './project-manifests.js';

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
export async function npmLocked(
  content: string,
  manifests: ProjectManifests = noManifests,
): Promise<Locked[]> {
  const lock = lockSchema.parse(JSON.parse(content));
  if (!isLock(lock)) throw new SyntaxError('it is no lockfile of format 1 to 3');
  const { packages } = lock;
  if (packages === undefined) return fromDependencies(lock.dependencies ?? {}, await manifests.at(''));
  // What npm leaves in node_modules has no entry of the project itself.
  const own = Object.hasOwn(packages, '') ? packages[''] : await manifests.at('');
  const direct = isJson(own) ? directPlaces({ ...packages, '': own }) : null;
  return Object.entries(packages).flatMap(([place, value]) =>
    fromPackages(place, value, direct === null ? {} : { direct: direct.has(place) }),
  );
}

/** npm before 5 stated no version; a package.json has ranges where a lockfile has objects. */
function isLock({ lockfileVersion, packages, dependencies }: z.infer<typeof lockSchema>): boolean {
  if (lockfileVersion !== undefined) return [1, 2, 3].includes(lockfileVersion as number);
  if (packages !== undefined) return true;
  return dependencies !== undefined && Object.values(dependencies).every((each) => typeof each === 'object');
}

/** Formats 2 and 3: by place of installation; `name` is stated where the folder has another one. */
function fromPackages(place: string, value: unknown, direct: { direct?: boolean }): Locked[] {
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
  const role = { ...(name === folder ? {} : { alias: folder }), ...direct, production: !dev };
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
    if (!isJson(value) || /(?:^|\/)node_modules\//.test(place)) continue;
    const above = foldersAbove(place);
    for (const name of asking.flatMap((field) => Object.keys(objectOf(value[field])))) {
      const found = above
        .map((folder) => `${folder}node_modules/${name}`)
        .find((each) => Object.hasOwn(packages, each));
      if (found !== undefined) places.add(found);
    }
  }
  return places;
}

/** No workspace lies deeper, and a path made to be long would be gone through for every name. */
const deepest = { characters: 500, folders: 16 };

/** A folder and those above it, each with a slash at the end, the project's own as '' last. */
function foldersAbove(place: string): string[] {
  if (place === '' || place.length > deepest.characters) return [''];
  const parts = place.split('/');
  if (parts.length > deepest.folders) return [''];
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/')}/`), ''];
}

/** Format 1: nested by name; the version of an alias is `npm:real@1.0.0`, that of what isn't of a registry its address. What the project asks for is at the top. */
function fromDependencies(outermost: Record<string, unknown>, project: Json | null): Locked[] {
  const found: Locked[] = [];
  const asked = new Set(asking.flatMap((field) => Object.keys(objectOf(project?.[field]))));
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
        ...(project === null ? {} : { direct: level === outermost && asked.has(name) }),
        production: !dev,
      });
      if (dependencies !== undefined) waiting.push(dependencies);
    }
  }
  return found;
}
