import { z } from 'zod';
import type { PinnedVersion } from './lockfile-pins.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** What we read of an entry; anything of another type counts as absent. */
const text = z.string().optional().catch(undefined);
const entrySchema = z
  .looseObject({
    name: text,
    version: text,
    integrity: text,
    dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  })
  .catch({});
const lockSchema = z.looseObject({
  packages: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Versions in package-lock.json or npm-shrinkwrap.json, format 1 to 3 (npm help package-lock-json). Throws when it is none.
 */
export function npmPins(content: string): PinnedVersion[] {
  const lock = lockSchema.parse(JSON.parse(content));
  if (lock.packages !== undefined) return Object.entries(lock.packages).flatMap(fromPackages);
  return fromDependencies(lock.dependencies ?? {});
}

/** Formats 2 and 3: by place of installation; `name` is stated where the folder has another one. */
function fromPackages([place, value]: [string, unknown]): PinnedVersion[] {
  const folder = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
  const { name = folder, version, integrity } = entrySchema.parse(value);
  return folder === undefined ? [] : pin(name, version, integrity);
}

/** Format 1: nested by name; the version of an alias is `npm:real@1.0.0`. */
function fromDependencies(outermost: Record<string, unknown>): PinnedVersion[] {
  const pins: PinnedVersion[] = [];
  const waiting = [outermost];
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    for (const [name, value] of Object.entries(level)) {
      const { version, integrity, dependencies } = entrySchema.parse(value);
      const [, real, aliased] = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version ?? '') ?? [];
      pins.push(...pin(real ?? name, aliased ?? version, integrity));
      if (dependencies !== undefined) waiting.push(dependencies);
    }
  }
  return pins;
}

// Versions that are addresses (git, files, archives) are nothing a registry serves.
function pin(
  name: string | undefined,
  version: string | undefined,
  integrity: string | undefined,
): PinnedVersion[] {
  if (name === undefined || version === undefined || !isPackageName(name) || !isVersion(version)) return [];
  return [{ name, version, integrity: integrity ?? null }];
}
