import { defineNormalizer } from '../../compare/normalizer.js';
import { parseStrictJson } from '../../compare/strict-json.js';
import { writeManifest } from './manifest-order.js';

/** Order of keys where npm and node look fields up by name. */
export const packageJsonOrder = defineNormalizer({
  name: 'package-json-order',
  version: 1,
  needsProof: false,
  makesEqual: 'Order of the fields of package.json, and of the keys of those that are looked up by name.',
  mayHide:
    'A change only a program that lists the fields of its own package.json can see. Order in `exports`, `imports`, `browser`, `typesVersions` and in fields of other tools counts.',
  applies: (path) => path === 'package.json',
  normalize({ release, reference }) {
    const [left, right] = [parseStrictJson(release)?.value, parseStrictJson(reference)?.value];
    if (!(left instanceof Map) || !(right instanceof Map)) return null;
    return {
      release: Buffer.from(writeManifest(left)),
      reference: Buffer.from(writeManifest(right)),
      detail: 'order of fields',
    };
  },
});
