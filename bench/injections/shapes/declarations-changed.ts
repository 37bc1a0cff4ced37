import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** Type declarations that promise something else. No runtime reads them. */
export const declarationsChanged = defineShape({
  id: 'declarations-changed',
  kind: 'told',
  like: 'a change of .d.ts only',
  needs: 'type declarations',
  apply(honest, random) {
    const path = random.pick(matching(honest, /\.d\.[cm]?ts$/));
    if (path === undefined) return null;
    const line = random.pick([
      'export declare const __reprove_marker: 1;',
      '/// <reference types="plain-marker" />\ntype Marker = 1;',
    ])!;
    const text = `${textAt(honest.members, path)}\n${latin1(line)}\n`;
    return { members: rewritten(honest.members, path, text), paths: [path] };
  },
});
