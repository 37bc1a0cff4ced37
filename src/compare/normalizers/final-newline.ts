import { defineNormalizer } from '../normalizer.js';
import { isBinary, readsAnyLineEnd } from './text-kinds.js';

const ends = (bytes: Buffer) => bytes.at(-1) === 0x0a;
const without = (bytes: Buffer) => bytes.subarray(0, bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1));

/** One line end at the very end, there or not. */
export const finalNewline = defineNormalizer({
  name: 'final-newline',
  version: 1,
  needsProof: false,
  makesEqual: 'One line end at the end of the file, present on one side only.',
  mayHide: 'A change only a program that reads the file as bytes can see.',
  applies: readsAnyLineEnd,
  normalize({ release, reference }) {
    if (ends(release) === ends(reference) || isBinary(release) || isBinary(reference)) return null;
    return ends(release)
      ? { release: without(release), reference, detail: 'final line end in the release only' }
      : { release, reference: without(reference), detail: 'final line end in the reference only' };
  },
});
