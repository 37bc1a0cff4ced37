import { z } from 'zod';
import type { LockedRelease } from '../ecosystem.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';
import { purlOf } from './release.js';

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
type Entry = z.infer<typeof entrySchema>;

const lockSchema = z.looseObject({
  lockfileVersion: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  packages: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Everything that an install from package-lock.json or npm-shrinkwrap.json (formats 1 to 3) takes from elsewhere, each once. What no
 * registry serves (git, archives without integrity) is there without integrity, as nothing can be said of its bytes; folders of the
 * project are not, nor what lies inside of another package's tarball. Null for anything that is no such file.
 */
export function lockedReleases(content: string): LockedRelease[] | null {
  const lock = readLock(content);
  if (lock === null) return null;
  const found = lock.packages === undefined ? nested(lock.dependencies ?? {}) : installed(lock.packages);
  const each = new Map(found.map((release) => [`${release.purl} ${release.integrity}`, release]));
  return [...each.values()].sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0));
}

function readLock(content: string): z.infer<typeof lockSchema> | null {
  try {
    return lockSchema.safeParse(JSON.parse(content.replace(/^\uFEFF/, ''))).data ?? null;
  } catch {
    return null;
  }
}

/** Formats 2 and 3: by place of installation; `name` is stated where the folder has another one. */
function installed(packages: Record<string, unknown>): LockedRelease[] {
  return Object.entries(packages).flatMap(([place, value]) => {
    const folder = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    const entry = entrySchema.parse(value);
    if (folder === undefined || entry.link || entry.inBundle) return [];
    return [locked(entry.name ?? folder, entry.version, entry)];
  });
}

/** Format 1: nested by name; the version of an alias is `npm:real@1.0.0`, that of what isn't of a registry its address. */
function nested(outermost: Record<string, unknown>): LockedRelease[] {
  const found: LockedRelease[] = [];
  const waiting = [outermost];
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    for (const [name, value] of Object.entries(level)) {
      const entry = entrySchema.parse(value);
      const [, real, aliased] = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(entry.version ?? '') ?? [];
      const isFolder = entry.version?.startsWith('file:') && entry.integrity === undefined;
      if (!entry.bundled && !isFolder) found.push(locked(real ?? name, aliased ?? entry.version, entry));
      if (entry.dependencies !== undefined) waiting.push(entry.dependencies);
    }
  }
  return found;
}

function locked(name: string, version: string | undefined, { integrity, resolved }: Entry): LockedRelease {
  const usable = version !== undefined && isVersion(version) && isPackageName(name);
  const ofGit = /^git(?:\+|:)/i.test(resolved ?? '');
  return {
    name,
    purl: usable ? purlOf(name, version) : `${name}@${version ?? resolved ?? 'unknown'}`.slice(0, 500),
    integrity: usable && !ofGit ? (integrity ?? null) : null,
  };
}
