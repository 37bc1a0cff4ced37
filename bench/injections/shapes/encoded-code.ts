import { builtScriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** Code in a string that is decoded and run. */
export const encodedCode = defineShape({
  id: 'encoded-code',
  kind: 'code-adding',
  like: 'node-ipc 10.1.1, many droppers',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), ({ body, module }) => {
      const statement = random.pick(body);
      const encoding = random.pick(['hex', 'base64'] as const)!;
      const hidden = `Buffer.from('${Buffer.from(payload(random, false)).toString(encoding)}', '${encoding}').toString()`;
      const vm = module ? "(await import('node:vm'))" : "require('vm')";
      const run = random.pick([
        `eval(${hidden})`,
        `new Function(${hidden})()`,
        `${vm}.runInThisContext(${hidden})`,
      ])!;
      const code = `\n;if (globalThis.__reprove_never === 'run') ${run};`;
      return statement === undefined ? [] : [insertion(statement.end, code)];
    }),
});
