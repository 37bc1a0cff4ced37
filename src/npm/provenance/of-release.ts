import type { ResolvedRelease } from '../../ecosystem.js';
import type { FlatOptions } from '../configuration.js';
import type { EarlierRelease } from '../earlier-releases.js';
import { isoTime } from '../packument.js';
import { purlOf } from '../release.js';
import type { ReadTarball } from '../tarball.js';
import { checkProvenance, type ProvenanceInput } from './check.js';
import { predecessors } from './predecessors.js';

/** What resolving has at hand for a check of what was signed. */
interface Resolved
  extends Pick<
    ProvenanceInput,
    'name' | 'version' | 'publishedAt' | 'publishedIntegrity' | 'dist' | 'repository'
  > {
  tarball: ReadTarball;
  earlier: readonly EarlierRelease[];
}

/** Makes the check of a resolved release, which keeps only what it needs: a packument may be large. */
export function provenanceOf(
  { tarball, earlier, ...rest }: Resolved,
  npm: FlatOptions,
): ResolvedRelease['provenance'] {
  const input: ProvenanceInput = {
    ...rest,
    purl: purlOf(rest.name, rest.version),
    sha512: Buffer.from(tarball.archive.integrity.replace(/^sha512-/, ''), 'base64').toString('hex'),
    publishedAt: isoTime(rest.publishedAt),
    predecessors: predecessors(rest.dist, earlier, rest.name),
  };
  return (context) => checkProvenance(input, npm, context);
}

/** Of a tarball that no registry has. */
export const noProvenance: ResolvedRelease['provenance'] = async () => null;
