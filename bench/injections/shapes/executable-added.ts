import { file, latin1 } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A script without an ending that a system would run. */
export const executableAdded = defineShape({
  id: 'executable-added',
  kind: 'code-adding',
  like: 'droppers under bin/',
  apply(honest, random) {
    const path = freePath(honest, random, ['bin/setup', 'bin/postinstall', 'LICENSE-check', 'configure']);
    if (path === undefined) return null;
    const first = random.pick(['#!/bin/sh', '#!/usr/bin/env node', '#!/usr/bin/env python3'])!;
    const content = Buffer.from(latin1(`${first}\n# inert marker\n`), 'latin1');
    const root = honest.members[0]!.header.name.split('/')[0]!;
    return { members: [...honest.members, file(`${root}/${path}`, content, 0o755)], paths: [path] };
  },
});
