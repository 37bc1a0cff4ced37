import type { FurtherEvidenceInput } from '../../ecosystem.js';

/**
 * Files of the tag that the release lacks, by the path they would have in it: all but what `.gitattributes` keep out of archives, and what a
 * distribution says that it took out. Whether something in the release uses them is judged later.
 */
export async function missingFromRelease({
  accounts,
  resolved,
  source,
  located,
}: FurtherEvidenceInput): Promise<string[]> {
  const { directory, commit } = located.source;
  const prefix = directory === '' ? '' : `${directory}/`;
  const missing = [...source.files]
    // Code hosts leave submodules out of what they archive, and packers take from them what they need.
    .filter(([path, { via }]) => path.startsWith(prefix) && via === undefined)
    .map(([path]) => path)
    .map((path) => path.slice(prefix.length))
    .filter((path) => !accounts.byPath.has(path) && resolved.leftOut?.(path) !== true);
  if (missing.length === 0) return [];
  const attributes = [...source.files.keys()].some((path) => /(?:^|\/)\.gitattributes$/.test(path));
  const written = attributes ? await located.repository.archive(commit, null) : null;
  return missing.filter((path) => written === null || written.has(`${prefix}${path}`)).sort();
}
