import { added } from '../../tamperings/members.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A script at the root that the manifest's `files` does not list. */
export const rootFile = defineShape({
  id: 'root-file',
  kind: 'code-adding',
  like: '@tanstack/router (router_init.js)',
  apply(honest, random) {
    const path = freePath(honest, random, ['router_init.js', 'init.mjs', 'Math_Symbol.js', 'setup.mjs']);
    if (path === undefined || !Array.isArray(honest.manifest.files)) return null;
    const module = path.endsWith('.mjs') || honest.manifest.type === 'module';
    return { members: added(honest.members, path, payloadFile(random, module, 50_000)), paths: [path] };
  },
});
