import { rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** The last line end is gone, or there is one more. */
export const finalNewline = defineShape({
  id: 'final-newline',
  kind: 'control',
  like: 'editors that trim or add it',
  apply(honest, random) {
    const path = random.pick(
      matching(honest, /\.(?:[cm]?js|css|md|json|d\.ts)$/).filter(
        (path) => !textAt(honest.members, path).endsWith('\r\n'),
      ),
    );
    if (path === undefined) return null;
    const text = textAt(honest.members, path);
    return {
      members: rewritten(honest.members, path, text.endsWith('\n') ? text.slice(0, -1) : `${text}\n`),
      paths: [path],
    };
  },
});
