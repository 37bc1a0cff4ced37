import { defineNormalizer } from '../../compare/normalizer.js';
import { type JsonObject, parseStrictJson } from '../../compare/strict-json.js';
import { sameField, writeManifest } from './manifest-order.js';
import { rewritings } from './rewritings/index.js';

/**
 * package.json by meaning: every field that differs needs a rewriting that explains it. An added dependency, install
 * script, `bin`, `exports`, `main` or other field never has one.
 */
export const packageJsonPublishing = defineNormalizer({
  name: 'package-json-publishing',
  version: 1,
  needsProof: true,
  makesEqual:
    'What npm, pnpm, yarn, lerna, semantic-release and clean-publish write into package.json or take out of it: stamped version, removed development fields and scripts, resolved workspace ranges, hoisted publishConfig, registry fields.',
  mayHide:
    'A release made of another revision that differs in nothing but its version; a removed postinstall script.',
  applies: (path) => path === 'package.json',
  normalize(input) {
    const [release, reference] = [
      parseStrictJson(input.release)?.value,
      parseStrictJson(input.reference)?.value,
    ];
    if (!(release instanceof Map) || !(reference instanceof Map)) return null;
    const rewritten: JsonObject = new Map(reference);
    const details: string[] = [];
    for (const field of new Set([...reference.keys(), ...release.keys()])) {
      const [before, after] = [reference.get(field), release.get(field)];
      if (sameField(field, before, after)) continue;
      const change = { field, reference: before, release: after, whole: { reference, release } };
      const explained = explain({ ...change, against: input.against, proven: input.proven });
      if (explained === null) return null;
      details.push(explained);
      if (after === undefined) rewritten.delete(field);
      else rewritten.set(field, after);
    }
    if (details.length === 0) return null;
    return {
      release: Buffer.from(writeManifest(release)),
      reference: Buffer.from(writeManifest(rewritten)),
      detail: details.join('; ').slice(0, 2_000),
    };
  },
});

function explain(change: Parameters<(typeof rewritings)[number]>[0]): string | null {
  for (const rewriting of rewritings) {
    const explanation = rewriting(change);
    if (explanation !== null) return explanation;
  }
  return null;
}
