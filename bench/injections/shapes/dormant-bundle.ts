import { added } from '../../tamperings/members.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** The packed program without the hook: nothing leads to it yet. */
export const dormantBundle = defineShape({
  id: 'dormant-bundle',
  kind: 'code-adding',
  like: 'ngx-bootstrap 20.0.3 (Shai-Hulud without its hook)',
  apply(honest, random) {
    const path = freePath(honest, random, ['bundle.js', 'dist/vendor.bundle.js', 'lib/bundle.js']);
    if (path === undefined) return null;
    return { members: added(honest.members, path, payloadFile(random, false, 300_000)), paths: [path] };
  },
});
