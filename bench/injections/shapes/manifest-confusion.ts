import { mapOf, withManifest } from '../../tamperings/tampering.js';
import { withHook } from '../hook.js';
import { defineShape } from '../shape.js';

/** The registry shows another manifest than the tarball has: what people look at is not what is installed. */
export const manifestConfusion = defineShape({
  id: 'manifest-confusion',
  kind: 'install-time',
  like: 'manifest confusion (2023)',
  apply(honest, random) {
    const { scripts, dependencies } = honest.manifest;
    const paths = ['package.json'];
    const gained = { ...mapOf(honest, 'dependencies'), 'plain-marker': '^1.0.0' };
    return random.pick([
      // A hook that the registry doesn't show.
      () => ({ members: withHook(honest, random, 'node -e "0"'), paths, registry: { scripts } }),
      // A dependency that only npm's installer of the tarball sees.
      () => ({ members: withManifest(honest, { dependencies: gained }), paths, registry: { dependencies } }),
      // A dependency that npm installs by the registry's word, and a clean tarball.
      () => ({ members: [...honest.members], paths, registry: { dependencies: gained } }),
    ])!();
  },
});
