import { type Member, pathOf, textAt } from '../../tamperings/members.js';
import { pathsOf } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

const text = /(?:\.(?:[cm]?[jt]s|json|md|css|txt)|(?:^|\/)(?:LICENSE|README|CHANGELOG))$/i;

/** A checkout on Windows: every text file, or one that an editor there saved. A `#!` line would break; who publishes so notices. */
export const lineEndings = defineShape({
  id: 'line-endings',
  kind: 'control',
  like: 'autocrlf on Windows',
  apply(honest, random) {
    const paths = pathsOf(honest).filter((path) => {
      const content = textAt(honest.members, path);
      return (
        text.test(path) && content.includes('\n') && !content.includes('\r') && !content.startsWith('#!')
      );
    });
    const changed = random.below(3) === 0 ? paths : random.shuffle(paths).slice(0, 1);
    if (changed.length === 0) return null;
    const members = honest.members.map((member): Member => {
      if (!changed.includes(pathOf(member))) return member;
      const content = Buffer.from(member.content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
      return { header: { ...member.header, size: content.length }, content };
    });
    return { members, paths: changed };
  },
});
