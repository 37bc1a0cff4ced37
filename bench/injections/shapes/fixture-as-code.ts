import { rewritten, textAt } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { readScript } from '../edit-script.js';
import { defineShape } from '../shape.js';
import { meaningOf } from '../syntax.js';

/** A script with the bytes of another that the source has: moved, not made. */
export const fixtureAsCode = defineShape({
  id: 'fixture-as-code',
  kind: 'change',
  like: 'a test fixture as index.js',
  apply(honest, random) {
    for (const target of random.shuffle(scriptsOf(honest))) {
      const script = readScript(honest.members, target);
      if (script === null) continue;
      const other = random.shuffle(scriptsOf(honest)).find((path) => {
        const another = readScript(honest.members, path);
        return another !== null && meaningOf(another) !== meaningOf(script);
      });
      if (other === undefined) continue;
      return { members: rewritten(honest.members, target, textAt(honest.members, other)), paths: [target] };
    }
    return null;
  },
});
