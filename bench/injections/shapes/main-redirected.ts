import { entryPointOf, scriptsOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** `main` or `module` loads another file that the release has. */
export const mainRedirected = defineShape({
  id: 'main-redirected',
  kind: 'change',
  like: 'entry point moved to a fixture',
  apply(honest, random) {
    const entry = entryPointOf(honest, random);
    const other = random.pick(scriptsOf(honest).filter((path) => path !== entry));
    if (other === undefined) return null;
    const field = random.pick(['main', 'main', 'module'])!;
    return { members: withManifest(honest, { [field]: `./${other}` }), paths: ['package.json'] };
  },
});
