import { blockBytes, decodeHeader, isNullBlock } from '../../archive/header.js';
import { defineNormalizer } from '../normalizer.js';

/** Who packed a file and when, and the checksum over it: where it stands in a header, and how an honest packer writes it. */
const ofPacker: readonly { from: number; to: number; form: RegExp }[] = [
  { from: 108, to: 116, form: /^ *[0-7]*[ \0]*$/ },
  { from: 116, to: 124, form: /^ *[0-7]*[ \0]*$/ },
  { from: 136, to: 148, form: /^ *[0-7]*[ \0]*$/ },
  { from: 148, to: 156, form: /^ *[0-7]+[ \0]*$/ },
  { from: 265, to: 297, form: /^[\w.@-]*\0*$/ },
  { from: 297, to: 329, form: /^[\w.@-]*\0*$/ },
];

/** A header without what is the packer's; null where it isn't written as packers do. */
function withoutPacker(block: Buffer): Buffer | null {
  const rest = Buffer.from(block);
  for (const { from, to, form } of ofPacker) {
    if (!form.test(block.toString('latin1', from, to))) return null;
    rest.fill(0, from, to);
  }
  return rest;
}

/**
 * Whether two tar streams are the same but for who packed them and when. Both are walked side by side, so that links, long names and
 * extended headers need no understanding: all bytes but those are the same.
 * @throws {ArchiveError} for a header that tar readers disagree on.
 */
function samePacked(release: Buffer, reference: Buffer): boolean {
  if (release.length !== reference.length || release.length % blockBytes !== 0) return false;
  for (let at = 0; at < release.length; ) {
    const [left, right] = [release, reference].map((bytes) => bytes.subarray(at, at + blockBytes));
    if (isNullBlock(left!)) return release.subarray(at).equals(reference.subarray(at));
    const { size } = decodeHeader(left!);
    decodeHeader(right!);
    const [ours, theirs] = [withoutPacker(left!), withoutPacker(right!)];
    if (ours === null || theirs === null || !ours.equals(theirs)) return false;
    const end = at + blockBytes + Math.ceil(size / blockBytes) * blockBytes;
    if (!release.subarray(at + blockBytes, end).equals(reference.subarray(at + blockBytes, end)))
      return false;
    at = end;
  }
  return true;
}

/** Tar archives inside the release, by entry. */
export const innerTar = defineNormalizer({
  name: 'inner-tar',
  version: 1,
  needsProof: false,
  makesEqual:
    'Tar archives inside the release with the same entries: who packed them, and the times of the files.',
  mayHide:
    'A change only a program that looks at times or owners of files can see. Other names, modes, kinds, bytes or order of entries, and times in extended headers are never made equal.',
  applies: (path) => /\.(?:tar|tgz|tar\.gz)$/i.test(path),
  normalize({ release, reference }) {
    if (!samePacked(release, reference)) return null;
    return {
      release: reference,
      reference,
      detail: 'tar of the same entries, packed by another account or at another time',
    };
  },
});
