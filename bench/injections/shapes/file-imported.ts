import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { entryPointOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A new file that an entry point loads. */
export const fileImported = defineShape({
  id: 'file-imported',
  kind: 'code-adding',
  like: '@cap-js (loader file)',
  apply(honest, random) {
    const entry = entryPointOf(honest, random);
    if (entry === undefined) return null;
    const name = random.pick(['compat', 'polyfill', 'shim', 'loader'])!;
    let path: string | undefined;
    const changed = editScript(honest, random, [entry], ({ body, module }) => {
      path = freePath(honest, random, [`${name}.${module ? 'mjs' : 'cjs'}`], posix.dirname(entry));
      const first = body[0];
      if (path === undefined || first === undefined) return [];
      const from = `'./${posix.basename(path)}'`;
      return [insertion(first.end, module ? `\nimport ${from};` : `\n;require(${from});`)];
    });
    if (changed === null || path === undefined) return null;
    const members = added(changed.members, path, payloadFile(random, path.endsWith('.mjs')));
    return { members, paths: [entry, path] };
  },
});
