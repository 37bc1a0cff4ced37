import { latin1, rewritten } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { edited, insertion, readScript } from '../edit-script.js';
import { defineShape } from '../shape.js';
import { meaningOf, parseScript, placesIn, type Script } from '../syntax.js';
import { minifiedScriptsOf } from '../targets.js';

/** Statements of a script on lines of their own, as a minifier with another line length writes them. */
function laidOut(script: Script): string {
  const ends = placesIn(script).flatMap(({ node, parent }) =>
    parent !== null &&
    /^(?:Program|BlockStatement|FunctionBody)$/.test(parent.type) &&
    /(?:Statement|Declaration)$/.test(node.type)
      ? [node.end]
      : [],
  );
  return edited(
    script.text,
    [...new Set(ends)].map((end) => insertion(end, '\n')),
  );
}

/** A script in another layout: minified ones where there are any, else one with a banner. */
export const layout = defineShape({
  id: 'layout',
  kind: 'control',
  like: 'minifiers of another version, banners',
  apply(honest, random) {
    const minified = minifiedScriptsOf(honest);
    for (const path of random.shuffle(minified.length > 0 ? minified : scriptsOf(honest))) {
      const script = readScript(honest.members, path);
      const first = script?.body[0];
      if (script === null || first === undefined || /\beval\b|\bFunction\(/.test(script.text)) continue;
      const text =
        minified.length > 0
          ? laidOut(script)
          : edited(script.text, [insertion(first.start, '/*! MIT licensed */\n')]);
      const after = parseScript(path, text);
      if (after === null || text === script.text || meaningOf(after) !== meaningOf(script)) continue;
      return { members: rewritten(honest.members, path, latin1(text)), paths: [path] };
    }
    return null;
  },
});
