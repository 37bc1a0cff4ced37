import semver from 'semver';
import type { Finding } from '../judge/schema.js';
import type { Result } from '../result.js';
import type { Ruling } from './ruling.js';

type Marked = Finding | Result['verdict']['unexplained'][number];

/**
 * What a release has in common with the one before, where the policy lets that excuse it; null where it does not. Only what is known to be
 * the same: `new` is null for what can't be told.
 */
export function knownBefore(
  { release, baseline, findings, verdict }: Result,
  ruled: Ruling['baseline'],
): Set<Marked> | null {
  if (ruled === undefined || ruled.value === 'none' || baseline === null) return null;
  if (ruled.value === 'same-major') {
    const [own, before] = [semver.parse(release.version), semver.parse(baseline.version)];
    if (own === null || before === null || own.major !== before.major) return null;
  }
  return new Set([...findings, ...verdict.unexplained].filter((one) => one.new === false));
}
