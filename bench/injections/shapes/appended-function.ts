import { builtScriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A function at the end of a generated file that runs by itself. */
export const appendedFunction = defineShape({
  id: 'appended-function',
  kind: 'code-adding',
  like: 'node-ipc 9.1.6, @lottiefiles/lottie-player 2.0.5',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), ({ text, module }) => [
      insertion(text.length, `\n${payload(random, module)}\n`),
    ]),
});
