import { builtScriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** Code that waits: for a date, some time, a place or luck. */
export const timeBomb = defineShape({
  id: 'time-bomb',
  kind: 'code-adding',
  like: 'node-ipc 10.1.1 (by country)',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), ({ body, module }) => {
      const statement = random.pick(body);
      const inner = payload(random, module);
      const code = random.pick([
        `;if (Date.now() > 4102444800000) { ${inner} }`,
        `;if (new Date().getFullYear() > 2099) { ${inner} }`,
        `;setTimeout(function () { ${inner} }, 86400000);`,
        `;if (Intl.DateTimeFormat().resolvedOptions().timeZone === 'Antarctica/Troll') { ${inner} }`,
        `;if (Math.random() < 0.000001) { ${inner} }`,
      ])!;
      return statement === undefined ? [] : [insertion(statement.end, `\n${code}`)];
    }),
});
