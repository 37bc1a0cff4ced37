import { mapOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** Another package under a known name: of a dependency that the release has, or of a new one. */
export const dependencyAlias = defineShape({
  id: 'dependency-alias',
  kind: 'install-time',
  like: 'npm aliases (npm:plain-marker@1.0.0)',
  apply(honest, random) {
    const dependencies = mapOf(honest, 'dependencies');
    const name = random.pick(Object.keys(dependencies)) ?? 'lodash';
    const changed = { ...dependencies, [name]: 'npm:plain-marker@1.0.0' };
    return { members: withManifest(honest, { dependencies: changed }), paths: ['package.json'] };
  },
});
