import ssri from 'ssri';

/**
 * Whether a tarball is the one that a lockfile pins. Of several hashes the strongest counts, as npm has it; null where the pin is of
 * hashes that are not known of the tarball.
 *
 * @param pin SRI of the lockfile.
 * @param integrity SRI of the tarball: sha512, and what else is known of it.
 * @param shasum Hex SHA-1 of it.
 */
export function isPinned(
  pin: string,
  { integrity, shasum }: { integrity: string; shasum: string },
): boolean | null {
  const parsed = ssri.parse(pin);
  if (parsed === null) return null;
  const strongest = parsed.pickAlgorithm();
  const known = strongest === 'sha1' ? ssri.fromHex(shasum, 'sha1') : ssri.parse(integrity);
  const theirs = parsed[strongest]?.map(({ digest }) => digest) ?? [];
  const ours = known?.[strongest]?.map(({ digest }) => digest) ?? [];
  return ours.length === 0 || theirs.length === 0 ? null : ours.some((digest) => theirs.includes(digest));
}
