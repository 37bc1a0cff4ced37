import type { Member } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';

/** Times, owners, order and the first folder, as another packer writes them. */
export const archiveMetadata = defineShape({
  id: 'archive-metadata',
  kind: 'control',
  like: 'packers other than npm (tar, yarn, jszip)',
  apply(honest, random) {
    const root = random.pick(['package', 'package', String(honest.manifest.name).replace(/\W/g, '-')])!;
    const mtime = new Date(1_600_000_000_000 + random.below(100_000) * 1_000);
    const owner = random.pick([
      { uid: 501, gid: 20, uname: 'user', gname: 'staff' },
      { uid: 0, gid: 0, uname: 'root', gname: 'root' },
    ])!;
    const order = random.below(2) === 0 ? random.shuffle(honest.members) : [...honest.members];
    const members = order.map(
      ({ header, content }): Member => ({
        header: { ...header, ...owner, mtime, name: header.name.replace(/^[^/]*/, root) },
        content,
      }),
    );
    return { members, paths: [] };
  },
});
