import { mapOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** A package of the registry more to install; nothing imports it. */
export const dependencyRegistry = defineShape({
  id: 'dependency-registry',
  kind: 'install-time',
  like: 'axios 1.14.1 (plain-crypto-js), @mastra (easy-day-js)',
  apply(honest, random) {
    const field = random.pick(['dependencies', 'dependencies', 'optionalDependencies', 'peerDependencies'])!;
    const name = random.pick(['plain-marker', 'easy-marker-js', '@marker/core'])!;
    const range = random.pick(['^1.0.0', '4.2.1', '*', 'latest'])!;
    const members = withManifest(honest, { [field]: { ...mapOf(honest, field), [name]: range } });
    return { members, paths: ['package.json'] };
  },
});
