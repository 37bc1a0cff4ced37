import { mapOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** A dependency from an address, of which nobody knows what it serves tomorrow. */
export const dependencyTarball = defineShape({
  id: 'dependency-tarball',
  kind: 'install-time',
  like: 'PhantomRaven (dependencies from http addresses)',
  apply(honest, random) {
    const field = random.pick(['dependencies', 'optionalDependencies'])!;
    const address = random.pick([
      'http://marker.invalid/npm/ui-marker',
      'https://marker.invalid/marker-1.0.0.tgz',
    ])!;
    const members = withManifest(honest, { [field]: { ...mapOf(honest, field), 'ui-marker': address } });
    return { members, paths: ['package.json'] };
  },
});
