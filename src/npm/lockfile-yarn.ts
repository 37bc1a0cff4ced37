import { createRequire } from 'node:module';
import type { PinnedVersion } from './lockfile-pins.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** Versions in a yarn.lock of yarn Classic, read with yarn's own parser. Throws when it is none, or holds a merge conflict. */
export function yarnPins(content: string): PinnedVersion[] {
  // A bundle whose exports loaders disagree about when it is imported.
  const lockfile: typeof import('@yarnpkg/lockfile') = createRequire(import.meta.url)('@yarnpkg/lockfile');
  const { type, object } = lockfile.parse(content);
  if (type === 'conflict') throw new SyntaxError('it holds a merge conflict');
  if ('__metadata' in object) throw new SyntaxError('it is of yarn 2 or later');
  return Object.entries<object>(object).flatMap(([pattern, entry]) => {
    const name = nameOf(pattern);
    const { version, integrity }: { version?: unknown; integrity?: unknown } = entry;
    if (typeof version !== 'string' || !isPackageName(name) || !isVersion(version)) return [];
    return [{ name, version, integrity: typeof integrity === 'string' ? integrity : null }];
  });
}

/** The real name of a pattern: `name@^1.0.0`, `@scope/name@1.x`, `alias@npm:@scope/name@^1.0.0`. */
function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  const name = at === -1 ? pattern : pattern.slice(0, at);
  return /@npm:((?:@[^/]+\/)?[^@]+)/.exec(pattern)?.[1] ?? name;
}
