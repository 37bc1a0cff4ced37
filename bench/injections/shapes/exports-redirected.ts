import { mapOf, scriptsOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** A condition in `exports` that is asked before the honest ones, or `exports` where there was none. */
export const exportsRedirected = defineShape({
  id: 'exports-redirected',
  kind: 'change',
  like: 'conditional exports that hide code from readers',
  apply(honest, random) {
    const target = random.pick(scriptsOf(honest));
    if (target === undefined) return null;
    const exports = mapOf(honest, 'exports');
    const condition = { [random.pick(['node', 'browser', 'production'])!]: `./${target}` };
    const first = Object.keys(exports)[0];
    const changed =
      first === undefined || first.startsWith('.')
        ? { ...exports, './internal': condition }
        : { ...condition, ...exports };
    return { members: withManifest(honest, { exports: changed }), paths: ['package.json'] };
  },
});
