import { pathOf } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A changelog or map that an ignore file or another packer left out. */
export const documentLeftOut = defineShape({
  id: 'document-left-out',
  kind: 'control',
  like: 'ignore files, npm 1 to 6 packing other documents',
  needs: 'a changelog',
  apply(honest, random) {
    const path = random.pick(matching(honest, /^(?:changelog|history|changes)[^/]*$/i));
    if (path === undefined) return null;
    return { members: honest.members.filter((member) => pathOf(member) !== path), paths: [] };
  },
});
