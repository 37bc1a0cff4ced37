import { builtScriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** Code behind so many spaces that no editor shows it. */
export const offScreen = defineShape({
  id: 'off-screen',
  kind: 'code-adding',
  like: 'rand-user-agent 2.0.83',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), ({ body, module }) => {
      const statement = random.pick(body);
      const text = `${' '.repeat(300 + random.below(900))}${payload(random, module)}`;
      return statement === undefined ? [] : [insertion(statement.end, text)];
    }),
});
