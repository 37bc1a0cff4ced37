import { scriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { defineShape } from '../shape.js';

/** A script loads a package that package.json does not name: whoever has it installed runs it. */
export const packageImported = defineShape({
  id: 'package-imported',
  kind: 'code-adding',
  like: 'dependency confusion',
  apply: (honest, random) =>
    editScript(honest, random, scriptsOf(honest), ({ body, module }) => {
      const load = module ? "\nimport 'plain-marker';" : "\n;try { require('plain-marker'); } catch (_) {}";
      return body[0] === undefined ? [] : [insertion(body[0].end, load)];
    }),
});
