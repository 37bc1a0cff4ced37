import type { Waiver } from '../config/waiver-schema.js';
import type { Finding } from '../judge/schema.js';
import type { Result } from '../result.js';

/** What is to be waived of a result. */
export type Waivable =
  | { kind: 'entry'; path: string; canAct: boolean }
  | { kind: 'finding'; finding: Finding };

/** Why, who and for how long; `release` where it is to be another than the version of the result. */
export type WaiverTerms = Pick<Waiver, 'reason' | 'by' | 'expires'> & { release: string };

/**
 * A waiver for one thing of a result, bound to content as closely as there is some; a fault where there is none that it could be bound
 * to. It may still be one that its schema refuses. Pure.
 */
export function waiverOf(
  { comparison, release }: Result,
  what: Waivable,
  { release: named, ...terms }: WaiverTerms,
): Waiver | { fault: string } {
  const path = what.kind === 'entry' ? what.path : what.finding.path;
  const entries = (comparison?.entries ?? []).filter((entry) => entry.path === path);
  const sha256 = entries.length === 1 ? entries[0]!.sha256 : undefined;
  if (what.kind === 'entry') {
    if (sha256 === undefined || entries[0]!.evidence.kind !== 'none')
      return { fault: `nobody knows the digest of ${what.path}: it was not compared, or is there twice` };
    return { release: named, path: what.path, sha256, ...(what.canAct ? { canAct: true } : {}), ...terms };
  }
  const { signal, fingerprint } = what.finding;
  return {
    release: named,
    signal: signal as NonNullable<Waiver['signal']>,
    fingerprint,
    ...(path === null ? {} : { path }),
    ...(sha256 === undefined ? { integrity: release.integrity } : { sha256 }),
    ...terms,
  };
}
