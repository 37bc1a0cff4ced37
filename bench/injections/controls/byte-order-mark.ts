import { rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A mark that editors on Windows put in front. */
export const byteOrderMark = defineShape({
  id: 'byte-order-mark',
  kind: 'control',
  like: 'editors on Windows',
  apply(honest, random) {
    const paths = matching(honest, /\.(?:[cm]?js|css|html?|md|d\.ts)$/).filter(
      (path) => !/^(?:#!|\xef\xbb\xbf)/.test(textAt(honest.members, path)),
    );
    const path = random.pick(paths);
    if (path === undefined) return null;
    return {
      members: rewritten(honest.members, path, `\xef\xbb\xbf${textAt(honest.members, path)}`),
      paths: [path],
    };
  },
});
