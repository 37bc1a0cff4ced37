import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A script under the name of another in other letters: file systems that tell none apart have only one. */
export const collidingCase = defineShape({
  id: 'colliding-case',
  kind: 'code-adding',
  like: 'CVE-2021-37712 (names that collide)',
  apply(honest, random) {
    const target = random.pick(scriptsOf(honest).filter((path) => /[a-z]/.test(posix.basename(path))));
    if (target === undefined) return null;
    const name = posix.basename(target);
    const path = posix.join(
      posix.dirname(target),
      name[0]!.toUpperCase() === name[0] ? name.toUpperCase() : name[0]!.toUpperCase() + name.slice(1),
    );
    return { members: added(honest.members, path, payloadFile(random, false)), paths: [path] };
  },
});
