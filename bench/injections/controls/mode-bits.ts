import type { Member } from '../../tamperings/members.js';
import { pathOf } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';

/** Permission bits of another umask or file system. */
export const modeBits = defineShape({
  id: 'mode-bits',
  kind: 'control',
  like: 'umask 002, file systems of Windows and of containers',
  apply(honest, random) {
    const change = random.pick([
      (mode: number) => mode | 0o020,
      () => 0o755,
      (mode: number) => mode & ~0o111,
    ])!;
    const members = honest.members.map((member): Member => {
      const { mode = 0o644 } = member.header;
      return { ...member, header: { ...member.header, mode: change(mode) } };
    });
    const changed = members.filter(({ header }, index) => header.mode !== honest.members[index]!.header.mode);
    return changed.length === 0 ? null : { members, paths: [...new Set(changed.map(pathOf))] };
  },
});
