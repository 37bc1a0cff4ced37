import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A file that everybody knows from elsewhere, with more in it: nobody reads those again. */
export const vendoredFile = defineShape({
  id: 'vendored-file',
  kind: 'code-adding',
  like: 'xz 5.6.0 (build-to-host.m4)',
  needs: 'vendored or helper files',
  apply: (honest, random) =>
    editScript(
      honest,
      random,
      matching(
        honest,
        /(?:^|\/)(?:vendor|third[-_]?party|external|deps|helpers?|polyfills?|shims?|compat)(?:\/.*)?\.?[^/]*\.[cm]?js$/,
      ),
      ({ body, module }) => {
        const statement = random.pick(body);
        return statement === undefined ? [] : [insertion(statement.end, `\n${payload(random, module)}`)];
      },
    ),
});
