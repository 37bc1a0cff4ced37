import { defineNormalizer } from '../normalizer.js';
import { parseStrictJson, writeJson } from '../strict-json.js';

/**
 * Whitespace and escapes of JSON. The order of keys is kept: programs that list an object's keys see it. Where it is
 * known not to matter is for an ecosystem's own normalizer to say.
 */
export const jsonLayout = defineNormalizer({
  name: 'json-layout',
  version: 1,
  needsProof: false,
  makesEqual: 'White space between the tokens of a JSON file, and other escapes for the same characters.',
  mayHide:
    'A change only a program that reads the file as text can see. Duplicate keys, `__proto__`, other spellings of a number, comments and deep nesting are never made equal.',
  applies: (path) => /\.(?:json|map)$/i.test(path),
  normalize({ release, reference }) {
    const [left, right] = [parseStrictJson(release), parseStrictJson(reference)];
    if (left === null || right === null) return null;
    return {
      release: Buffer.from(writeJson(left.value)),
      reference: Buffer.from(writeJson(right.value)),
      detail: 'JSON compared without its layout',
    };
  },
});
