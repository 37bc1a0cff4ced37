import type { FurtherEvidenceInput } from '../../ecosystem.js';

/**
 * Files of the tag that the release lacks, by the path they would have in it: all but what `.gitattributes` keep out of archives. Whether
 * something in the release uses them is judged later.
 */
export async function missingFromRelease({
  accounts,
  source,
  located,
}: FurtherEvidenceInput): Promise<string[]> {
  const { directory, commit } = located.source;
  const prefix = directory === '' ? '' : `${directory}/`;
  // Code hosts leave submodules out of what they archive, each whole.
  const parts = new Set(
    [...accounts.byPath.keys()].flatMap((path) => source.files.get(`${prefix}${path}`)?.via ?? []),
  );
  const missing = [...source.files]
    .filter(([path, { via }]) => path.startsWith(prefix) && (via === undefined || parts.has(via)))
    .map(([path]) => path)
    .map((path) => path.slice(prefix.length))
    .filter((path) => !accounts.byPath.has(path));
  if (missing.length === 0) return [];
  const attributes = [...source.files.keys()].some((path) => /(?:^|\/)\.gitattributes$/.test(path));
  const written = attributes ? await located.repository.archive(commit, null) : null;
  return missing
    .filter(
      (path) =>
        written === null || written.has(`${prefix}${path}`) || source.files.get(`${prefix}${path}`)?.via,
    )
    .sort();
}
