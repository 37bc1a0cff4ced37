import semver from 'semver';
import type { UpstreamPackument } from './upstream.js';

/** What of a package exists for a plan. */
export interface PastPackage {
  versions: Set<string>;
  tags: Record<string, string>;
  /** Why time travel gave way, one line; null when it didn't have to. */
  note: string | null;
}

/**
 * The package as it was at `before` (ms since 1970, null for now): later versions don't exist, unless they are pinned, and dist-tags
 * are those that it can have had. A registry that states no time, or only later ones, can't be asked about the past (mirrors often
 * state when they copied a version): then everything exists, and the newest allowed version is what a client will pick. `isAllowed`
 * leaves versions out whatever their time.
 */
export function timeTravel(
  packument: Pick<UpstreamPackument, 'versions' | 'time' | 'dist-tags'>,
  before: number | null,
  pinned: ReadonlySet<string>,
  isAllowed: (version: string) => boolean,
): PastPackage {
  const all = Object.keys(packument.versions).filter(isAllowed);
  const past = before === null ? all : all.filter((version) => timeOf(packument.time, version) <= before);
  // Tags come from what existed then: a pinned version from later must not become the latest.
  if (past.length > 0 || all.length === 0) {
    const versions = new Set([...past, ...all.filter((version) => pinned.has(version))]);
    return { versions, tags: pastTags(packument['dist-tags'], past), note: null };
  }
  const known = all.some((version) => Number.isFinite(timeOf(packument.time, version)));
  const when = new Date(before!).toISOString();
  const note = known ? `all versions are dated later than ${when}` : 'the registry states no times';
  return { versions: new Set(all), tags: pastTags(packument['dist-tags'], all), note };
}

function timeOf(time: Record<string, unknown>, version: string): number {
  const stated = Object.hasOwn(time, version) ? time[version] : undefined;
  const parsed = typeof stated === 'string' ? Date.parse(stated) : Number.NaN;
  return Number.isNaN(parsed) ? Number.POSITIVE_INFINITY : parsed;
}

/** Tags whose version existed stay; `latest` otherwise is the highest release, or the highest prerelease where there is none. */
function pastTags(tags: Record<string, unknown>, versions: readonly string[]): Record<string, string> {
  const existing = new Set(versions);
  const kept = Object.entries(tags).filter(
    (tag): tag is [string, string] => typeof tag[1] === 'string' && existing.has(tag[1]),
  );
  if (kept.some(([tag]) => tag === 'latest')) return Object.fromEntries(kept);
  const sorted = versions.filter((version) => semver.valid(version, true)).sort(semver.compareLoose);
  const latest = sorted.findLast((version) => semver.prerelease(version, true) === null) ?? sorted.at(-1);
  return Object.fromEntries(latest === undefined ? kept : [['latest', latest], ...kept]);
}
