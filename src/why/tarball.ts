import type { Context } from '../context.js';
import type { ResolvedRelease } from '../ecosystem.js';
import type { Built } from './builder.js';
import { compression } from './causes/compression.js';
import { packing } from './causes/packing.js';
import type { Findings } from './findings.js';
import { gzipDifference, headerDifferences, tarHeaders } from './headers.js';
import type { WhyResult } from './schema.js';

/** How a release compares with the ordinary build. Pure. */
export function levelOf({ archive }: ResolvedRelease, first: Built): NonNullable<WhyResult['level']> {
  if (archive.integrity === first.archive.integrity) return 'bit-identical';
  if (archive.tarSha256 === first.archive.tarSha256) return 'tar-identical';
  const bytes = ({ entries }: Built['archive']) =>
    entries.map(({ path, sha256 }) => `${sha256} ${path}`).join('\n');
  return bytes(archive) === bytes(first.archive) ? 'content-identical' : 'different';
}

/** What is told of the tarball as a whole: how the same files are put into it. */
export async function explainTarball(
  level: NonNullable<WhyResult['level']>,
  { tarball }: ResolvedRelease,
  first: Built,
  findings: Findings,
  { signal }: Context,
): Promise<void> {
  if (level === 'bit-identical') return;
  const [ours, theirs] = [await tarHeaders(first.tarball, signal), await tarHeaders(tarball, signal)];
  const lines = level === 'tar-identical' ? [gzipDifference(ours, theirs)] : headerDifferences(ours, theirs);
  if (lines.length === 0) return;
  const cause = level === 'tar-identical' ? compression : packing;
  const seen = { path: '', against: 'release' as const, variations: [], sample: null };
  findings.found.set(cause.name, { cause, seen: [seen], proof: 'bytes', details: new Set(lines) });
}
