import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { withHook } from '../hook.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath, isModuleFolder } from '../targets.js';

/** A hook and one new script, somewhere in the release. */
export const hookAndScript = defineShape({
  id: 'hook-and-script',
  kind: 'install-time',
  like: 'eslint-scope 3.7.2, nx 21.5.0, @rspack/core 1.1.7',
  apply(honest, random) {
    const path = freePath(honest, random, [
      'telemetry.js',
      'lib/build.js',
      'scripts/postinstall.js',
      'install.mjs',
      'setup.cjs',
    ]);
    if (path === undefined) return null;
    const module =
      path.endsWith('.mjs') || (path.endsWith('.js') && isModuleFolder(honest, posix.dirname(path)));
    const members = withHook(honest, random, `node ${random.pick(['', './'])}${path}`);
    return { members: added(members, path, payloadFile(random, module)), paths: ['package.json', path] };
  },
});
