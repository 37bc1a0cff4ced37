import { rewritten } from '../../tamperings/members.js';
import { builtScriptsOf } from '../../tamperings/tampering.js';
import { readScript } from '../edit-script.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A generated file with nothing of its own left. */
export const fileReplaced = defineShape({
  id: 'file-replaced',
  kind: 'code-adding',
  like: '@ledgerhq/connect-kit 1.1.5',
  apply(honest, random) {
    const path = random.pick(builtScriptsOf(honest));
    if (path === undefined) return null;
    const module = readScript(honest.members, path)?.module ?? false;
    return { members: rewritten(honest.members, path, payloadFile(random, module, 20_000)), paths: [path] };
  },
});
