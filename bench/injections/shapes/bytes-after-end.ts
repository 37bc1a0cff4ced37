import { gunzipSync, gzipSync } from 'node:zlib';
import { writeMembers } from '../../tamperings/members.js';
import { defineShape, wholeArchive } from '../shape.js';

/** Bytes that no installer unpacks: behind the archive's end, or behind the compressed data. */
export const bytesAfterEnd = defineShape({
  id: 'bytes-after-end',
  kind: 'change',
  like: 'payloads behind the end of archives',
  apply(honest, random) {
    const hidden = Buffer.from('inert marker'.repeat(60));
    const inside = random.below(2) === 0;
    return {
      members: [...honest.members],
      paths: [wholeArchive],
      async write(members) {
        const packed = await writeMembers(members);
        return inside
          ? gzipSync(Buffer.concat([gunzipSync(packed), hidden]))
          : Buffer.concat([packed, hidden]);
      },
    };
  },
});
