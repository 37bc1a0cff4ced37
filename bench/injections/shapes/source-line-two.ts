import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';
import { sourceScriptsOf } from '../targets.js';

/** Code behind the first statement of a file that is in the source as it is. */
export const sourceLineTwo = defineShape({
  id: 'source-line-two',
  kind: 'code-adding',
  like: 'chalk 5.6.1, debug 4.4.2',
  apply: (honest, random) =>
    editScript(honest, random, sourceScriptsOf(honest), ({ body, module }) =>
      body[0] === undefined ? [] : [insertion(body[0].end, `\n${payload(random, module)}`)],
    ),
});
