import { gunzipSync, gzipSync } from 'node:zlib';
import { writeMembers } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';

/** Another level of compression, as another npm or zlib has it. */
export const compression = defineShape({
  id: 'compression',
  kind: 'control',
  like: 'npm 8 and zlib-ng',
  apply(honest, random) {
    const level = 1 + random.below(9);
    return {
      members: [...honest.members],
      paths: [],
      write: async (members) => gzipSync(gunzipSync(await writeMembers(members)), { level }),
    };
  },
});
