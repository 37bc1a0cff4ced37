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
  if (lock.packages !== undefined) return Object.entries(lock.packages).flatMap(fromPackages);
  return fromDependencies(lock.dependencies ?? {});
}

/** npm before 5 stated no version; a package.json has ranges where a lockfile has objects. */
function isLock({ lockfileVersion, packages, dependencies }: z.infer<typeof lockSchema>): boolean {
  if (lockfileVersion !== undefined) return [1, 2, 3].includes(lockfileVersion as number);
  if (packages !== undefined) return true;
  return dependencies !== undefined && Object.values(dependencies).every((each) => typeof each === 'object');
}

/** Formats 2 and 3: by place of installation; `name` is stated where the folder has another one. */
function fromPackages([place, value]: [string, unknown]): Locked[] {
  const folder = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
  const { name = folder, version, integrity, resolved, link, inBundle = false } = entrySchema.parse(value);
  if (folder === undefined || name === undefined) return [];
  if (link) return [{ kind: 'folder', name, reference: resolved ?? '' }];
  if (ofGit.test(resolved ?? '')) return [elsewhere(name, resolved!)];
  if (version === undefined) return [elsewhere(name, resolved ?? '')];
  return [locked(name, version, { integrity, bundled: inBundle && isSourceless(integrity, resolved) })];
}

/** Format 1: nested by name; the version of an alias is `npm:real@1.0.0`, that of what isn't of a registry its address. */
function fromDependencies(outermost: Record<string, unknown>): Locked[] {
  const found: Locked[] = [];
  const waiting = [outermost];
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    for (const [name, value] of Object.entries(level)) {
      const { version = '', integrity, resolved, bundled = false, dependencies } = entrySchema.parse(value);
      const [, real, aliased] = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version) ?? [];
      found.push(
        locked(real ?? name, aliased ?? version, {
          integrity,
          bundled: bundled && isSourceless(integrity, resolved),
        }),
      );
      if (dependencies !== undefined) waiting.push(dependencies);
    }
  }
  return found;
}
