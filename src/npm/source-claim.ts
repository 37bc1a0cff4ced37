import type { SourceClaim } from '../ecosystem.js';
import type { Finding } from '../judge/schema.js';
import { findingOf } from '../judge/signal.js';
import { parseAddress, sameRepository } from '../source/address.js';
import { type Manifest, statedRepository } from './identify.js';
import { manifestConfusionSignal } from './signals/resolving.js';

type Stated = Pick<SourceClaim, 'repository' | 'directory'>;

/**
 * Where a release says it comes from: the tarball's own package.json first, as that is what was packed; then the registry's manifest
 * of the version, then of the package. A finding says when the first two name different repositories.
 */
export function statedSource(
  tarball: Manifest | null,
  registry: Manifest | null,
  packageRepository: unknown,
): { stated: Stated; findings: Finding[] } {
  const packed = statedRepository(tarball?.repository);
  const shown = statedRepository(registry?.repository);
  const all = [packed, shown, statedRepository(packageRepository)];
  const stated = all.find(({ repository }) => repository !== null) ?? { repository: null, directory: null };
  const differs =
    packed.repository !== null &&
    shown.repository !== null &&
    !sameAddress(packed.repository, shown.repository);
  return { stated, findings: differs ? [disagreement(packed.repository!, shown.repository!)] : [] };
}

/** Whether two raw addresses, as releases state them, are of one repository. */
export function sameAddress(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => {
    const address = parseAddress(text, 'release');
    return address.kind === 'address' ? address.url : text.trim();
  });
  return sameRepository(first!, second!);
}

function disagreement(packed: string, shown: string): Finding {
  return findingOf(manifestConfusionSignal, {
    path: 'package.json',
    severity: 'medium',
    excerpt: packed,
    substance: [packed, shown],
    message: `repository: the registry shows ${JSON.stringify(shown.slice(0, 120))}, the tarball has ${JSON.stringify(packed.slice(0, 120))}`,
  });
}
