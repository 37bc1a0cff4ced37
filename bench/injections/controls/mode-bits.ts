import { type Member, pathOf } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';

/** Permission bits of another umask or file system: writable for the group or not, executable or not. */
export const modeBits = defineShape({
  id: 'mode-bits',
  kind: 'control',
  like: 'umask 002, file systems of Windows and of containers',
  apply(honest, random) {
    const change = random.pick([(mode: number) => mode ^ 0o020, (mode: number) => mode ^ 0o111])!;
    const members = honest.members.map((member): Member => {
      const { mode = 0o644 } = member.header;
      return { ...member, header: { ...member.header, mode: change(mode) } };
    });
    return { members, paths: [...new Set(members.map(pathOf))] };
  },
});
