import { added } from '../../tamperings/members.js';
import { isFree } from '../../tamperings/tampering.js';
import { withHook } from '../hook.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A hook whose script removes itself and puts a clean package.json in place of its own. */
export const selfDeleting = defineShape({
  id: 'self-deleting',
  kind: 'install-time',
  like: 'plain-crypto-js 4.2.1 (dependency of axios 1.14.1)',
  apply(honest, random) {
    const files = ['setup.cjs', 'package.md'];
    if (!files.every((path) => isFree(honest, path))) return null;
    const code = [
      "const fs = require('fs');",
      payload(random, false),
      "if (globalThis.__reprove_never === 'run') {",
      '  fs.unlinkSync(__filename);',
      "  fs.renameSync(__dirname + '/package.md', __dirname + '/package.json');",
      '}',
      '',
    ].join('\n');
    const clean = `${JSON.stringify(honest.manifest, null, 2)}\n`;
    const members = added(withHook(honest, random, 'node setup.cjs'), 'setup.cjs', code);
    const bytes = Buffer.from(clean).toString('latin1');
    return { members: added(members, 'package.md', bytes), paths: ['package.json', ...files] };
  },
});
