import { inflateLimits } from '../inflate.js';
import { defineNormalizer } from '../normalizer.js';
import { contentOf, readZip, type ZipEntry } from '../zip.js';

/** Whether two files of archives are the same. Unpacked only where all that is stated of them agrees. */
function sameEntry(left: ZipEntry, right: ZipEntry): boolean {
  if (!left.header.equals(right.header)) return false;
  if (left.data.equals(right.data)) return true;
  const [ours, theirs] = [contentOf(left), contentOf(right)];
  return ours !== null && theirs !== null && ours.equals(theirs);
}

/** Zip archives inside the release, by entry. */
export const innerZip = defineNormalizer({
  name: 'inner-zip',
  version: 1,
  needsProof: false,
  makesEqual:
    'Zip archives inside the release with the same files in the same order: their times, accounts, and the way they were compressed.',
  mayHide:
    'A change only a program that looks at times of files, or reads the archive as bytes, can see. Other names, modes, order or bytes, comments, encryption, a name twice, headers that disagree and bytes around the files are never made equal.',
  applies: (path) => /\.(?:zip|jar|vsix|nupkg)$/i.test(path),
  normalize({ release, reference }) {
    if (release.length > 2 * reference.length + 1024) return null;
    const [left, right] = [readZip(release), readZip(reference)];
    if (left === null || right === null || left.length !== right.length) return null;
    const size = left.reduce((sum, entry) => sum + entry.size, 0);
    if (size > inflateLimits.bytes || !left.every((entry, at) => sameEntry(entry, right[at]!))) return null;
    return {
      release: reference,
      reference,
      detail: `zip of the same ${left.length} files, packed at another time or in another way`,
    };
  },
});
