import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

const stamp =
  /(?<=["']?\bversion["']?\s*[:=]\s*["'])\d+\.\d+\.\d+(?=["'])|(?<=^\/\*[^\n]{0,80}\bv?)\d+\.\d+\.\d+(?=\s)/i;

/** The release's version where the source still has the last one. */
export const versionStamped = defineShape({
  id: 'version-stamped',
  kind: 'control',
  like: 'release scripts that write the version into files',
  needs: 'a version in a file that is not its own',
  apply(honest, random) {
    const version = String(honest.manifest.version);
    for (const path of random.shuffle(matching(honest, /\.(?:[cm]?js|json)$/))) {
      const text = textAt(honest.members, path);
      const found = stamp.exec(text);
      if (path === 'package.json' || found === null || found[0] === version) continue;
      const changed =
        text.slice(0, found.index) + latin1(version) + text.slice(found.index + found[0].length);
      return { members: rewritten(honest.members, path, changed), paths: [path] };
    }
    return null;
  },
});
