import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A source map that shows other code than runs. Debuggers believe it; nothing runs it. */
export const sourceMapLies = defineShape({
  id: 'source-map-lies',
  kind: 'told',
  like: 'a source map that shows clean code',
  needs: 'source maps',
  apply(honest, random) {
    for (const path of random.shuffle(matching(honest, /\.map$/))) {
      const map = JSON.parse(Buffer.from(textAt(honest.members, path), 'latin1').toString('utf8'));
      if (!Array.isArray(map.sources)) continue;
      map.sourcesContent = map.sources.map(() => '// nothing to see here\n');
      return { members: rewritten(honest.members, path, latin1(JSON.stringify(map))), paths: [path] };
    }
    return null;
  },
});
