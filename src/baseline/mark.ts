import type { Entry } from '../archive/schema.js';
import type { ResolvedRelease } from '../ecosystem.js';
import type { Finding } from '../judge/schema.js';
import type { Judged } from '../judging.js';
import type { Baseline, BaselineFailure } from './schema.js';

/** An earlier release that was compared with its source, or why there is none. */
export type FoundBaseline =
  | { ok: true; baseline: Baseline; entries: readonly Entry[]; findings: readonly Finding[] }
  | { ok: false; failure: BaselineFailure };

/** A conclusion that says what of it is new. */
export interface Marked extends Judged {
  baseline: Baseline | null;
  baselineFailure: BaselineFailure | null;
}

/**
 * Marks what the baseline lacks. Everything else of the conclusion stays as it is: what was as bad before is as bad now. Pure.
 *
 * @param rebuilt Whether this release was rebuilt, which the baseline never is.
 */
export function markNew(
  judged: Judged,
  { archive, claim }: Pick<ResolvedRelease, 'archive' | 'claim'>,
  rebuilt: boolean,
  found: FoundBaseline,
): Marked {
  if (!found.ok) return { ...judged, baseline: null, baselineFailure: found.failure };
  const [now, before] = [digests(archive.entries), digests(found.entries)];
  const known = new Set(found.findings.map(({ fingerprint }) => fingerprint));
  const sameBytes = (path: string) => now.get(path) === before.get(path);

  const isNew = ({ path, fingerprint }: Finding): boolean | null => {
    // A manifest has other bytes in each release. What its signals find is in their fingerprints, uncut.
    const boundToBytes = path !== null && path !== claim.manifestFile;
    if (boundToBytes && !sameBytes(path)) return true;
    if (known.has(fingerprint)) return false;
    // A rebuild shows what a look at the source alone does not: nobody knows what one of the baseline would have shown.
    return boundToBytes && rebuilt ? null : true;
  };
  return {
    ...judged,
    findings: judged.findings.map((finding) => ({ ...finding, new: isNew(finding) })),
    verdict: {
      ...judged.verdict,
      unexplained: judged.verdict.unexplained.map((one) => ({ ...one, new: !sameBytes(one.path) })),
    },
    baseline: found.baseline,
    baselineFailure: null,
  };
}

const digests = (entries: readonly Entry[]) => new Map(entries.map(({ path, sha256 }) => [path, sha256]));
