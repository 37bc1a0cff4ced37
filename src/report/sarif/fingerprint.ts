import { createHash } from 'node:crypto';
import type { Release } from '../../release.js';
import type { Concern } from '../concerns.js';

/**
 * What makes a result the same one in the next upload, and in the next version of the package: the rule, the package, the entry and
 * the code that is shown; never a line number or a message. `primaryLocationLineHash` is the one that GitHub reads.
 */
export function fingerprints(
  concerns: readonly Concern[],
  { ecosystem, name }: Release,
): Record<string, string>[] {
  const seen = new Map<string, number>();
  return concerns.map(({ rule, path, excerpt }) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([ecosystem, name, rule, path, excerpt?.trim() ?? null]))
      .digest('hex')
      .slice(0, 32);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return { primaryLocationLineHash: `${hash}:${nth}`, 'reproveConcern/v1': `${hash}:${nth}` };
  });
}
