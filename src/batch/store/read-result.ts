import type { Result } from '../../result.js';

/** Whether a result speaks of the release: one that this machine or the network is the cause of is to be had again. */
export function reusable({ verdict, sourceFailure, rebuilds }: Result): boolean {
  if (verdict.kind !== 'inconclusive') return true;
  if (verdict.cause?.environment === true) return false;
  if (sourceFailure?.reason === 'repository-unreachable' || sourceFailure?.reason === 'repository-not-cached')
    return false;
  const last = rebuilds.at(-1);
  return (
    last?.failure?.cause !== 'toolchain-unavailable' &&
    !last?.steps.some(({ endedBy }) => endedBy === 'abort' || endedBy === 'engine')
  );
}
