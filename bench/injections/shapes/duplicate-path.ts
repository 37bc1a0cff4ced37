import { added } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A second member for a script's path, in the same folder or another first one: the later one is installed. */
export const duplicatePath = defineShape({
  id: 'duplicate-path',
  kind: 'code-adding',
  like: 'later entries win',
  apply(honest, random) {
    const path = random.pick(scriptsOf(honest));
    if (path === undefined) return null;
    const root = random.pick([undefined, 'zz', 'package2']);
    return { members: added(honest.members, path, payloadFile(random, false), root), paths: [path] };
  },
});
