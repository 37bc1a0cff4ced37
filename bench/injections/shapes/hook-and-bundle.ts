import { added } from '../../tamperings/members.js';
import { isFree } from '../../tamperings/tampering.js';
import { withHook } from '../hook.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A hook that runs a large packed program; a small one fetches what it needs. */
export const hookAndBundle = defineShape({
  id: 'hook-and-bundle',
  kind: 'install-time',
  like: 'Shai-Hulud (bundle.js), Shai-Hulud 2 (setup_bun.js, bun_environment.js)',
  apply(honest, random) {
    const files = random.pick([['bundle.js'], ['setup_bun.js', 'bun_environment.js']])!;
    if (!files.every((path) => isFree(honest, path))) return null;
    const members = files.reduce(
      (all, path, index) =>
        added(all, path, payloadFile(random, false, index === files.length - 1 ? 300_000 : 0)),
      withHook(honest, random, `node ${files[0]}`),
    );
    return { members, paths: ['package.json', ...files] };
  },
});
