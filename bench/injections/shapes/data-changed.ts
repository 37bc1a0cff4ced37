import { rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** One value in a JSON file that code may load. */
export const dataChanged = defineShape({
  id: 'data-changed',
  kind: 'change',
  like: 'poisoned data',
  needs: 'data as JSON',
  apply(honest, random) {
    const paths = matching(honest, /\.json$/).filter(
      (path) => !/(?:^|\/)(?:package|bower|component|composer|package-lock)\.json$/.test(path),
    );
    for (const path of random.shuffle(paths)) {
      const text = textAt(honest.members, path);
      const values = [...text.matchAll(/(?<=:\s*"(?:[^"\\\n]){0,200})[a-z](?=[^"\\\n]{0,200}"\s*[,}])/g)];
      const at = random.pick(values)?.index;
      if (at === undefined) continue;
      const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
      return { members: rewritten(honest.members, path, changed), paths: [path] };
    }
    return null;
  },
});
