import { withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** `type` says the other kind of module: files are read by other rules, and `.js` may run another branch. */
export const typeFlipped = defineShape({
  id: 'type-flipped',
  kind: 'change',
  like: 'type: module flip',
  apply(honest) {
    const type = honest.manifest.type === 'module' ? 'commonjs' : 'module';
    return { members: withManifest(honest, { type }), paths: ['package.json'] };
  },
});
