import semver, { type SemVer } from 'semver';
import { isoTime, type Packument } from './packument.js';

/**
 * The version that a release is held against: the highest one below it. A prerelease is none for a stable release, but may be for a later
 * prerelease of the same version. Deprecated ones will do, unpublished ones are gone. Of a backport that was published after the
 * release, the one below it is taken; where the registry's times leave none, they are those of a copy, and don't count. Null when there is none.
 */
export function previousVersion({ versions, times }: Packument, version: string): string | null {
  const below = versionsBelow(versions, version);
  const published = isoTime(times.get(version));
  const isEarlier = (key: string) => {
    const time = isoTime(times.get(key));
    return published === null || time === null || time <= published;
  };
  return below.find(isEarlier) ?? below[0] ?? null;
}

/**
 * Versions below one that are its history, the highest first: prereleases are that only of prereleases of the same version. Empty where
 * the version is none.
 */
export function versionsBelow(versions: Packument['versions'], version: string): string[] {
  const own = semver.parse(version);
  if (own === null) return [];
  return [...versions.keys()]
    .map((key) => ({ key, parsed: /^\d/.test(key) ? semver.parse(key) : null }))
    .filter(
      (one): one is { key: string; parsed: SemVer } => one.parsed !== null && comesBefore(one.parsed, own),
    )
    .sort((a, b) => semver.compareBuild(b.parsed, a.parsed))
    .map(({ key }) => key);
}

const comesBefore = (one: SemVer, own: SemVer): boolean =>
  one.compare(own) < 0 &&
  (one.prerelease.length === 0 || (own.prerelease.length > 0 && one.compareMain(own) === 0));
