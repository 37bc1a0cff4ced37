import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';
import { twinScriptsOf } from '../targets.js';

/** Code in the minified, browser or CommonJS form only; the file that people read is clean. */
export const twinOnly = defineShape({
  id: 'twin-only',
  kind: 'code-adding',
  like: 'flatmap-stream 0.1.1 (index.min.js), art-template 4.13.3 (lib/template-web.js)',
  needs: 'a minified, browser or CommonJS form',
  apply: (honest, random) =>
    editScript(honest, random, twinScriptsOf(honest), ({ text, body, module }) => {
      const at = random.pick([text.length, body.at(-1)?.end ?? 0])!;
      return [insertion(at, `${at === text.length ? '\n' : ''}${payload(random, module)}`)];
    }),
});
