import { added } from '../../tamperings/members.js';
import { withHook } from '../hook.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A hook that has the system load a library of machine code. */
export const hookAndLibrary = defineShape({
  id: 'hook-and-library',
  kind: 'install-time',
  like: 'eslint-config-prettier 8.10.1 (node-gyp.dll)',
  apply(honest, random) {
    const script = freePath(honest, random, ['install.js', 'install.cjs']);
    const library = freePath(honest, random, ['node-gyp.dll', 'lib/native.dll']);
    if (script === undefined || library === undefined) return null;
    const code = `if (process.platform === 'reprove') require('child_process').spawn('rundll32', [__dirname + '/${library},main']);\n`;
    const members = added(withHook(honest, random, `node ${script}`), script, code);
    const content = `MZ\x90\0${'\0'.repeat(56)}\x40\0\0\0PE\0\0 inert marker`;
    return { members: added(members, library, content), paths: ['package.json', script, library] };
  },
});
