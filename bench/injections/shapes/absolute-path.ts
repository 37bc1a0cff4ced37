import { file } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';

/** A member that wants to be unpacked outside the package's folder. */
export const absolutePath = defineShape({
  id: 'absolute-path',
  kind: 'change',
  like: 'zip slip, CVE-2021-32804',
  apply(honest, random) {
    const name = random.pick([
      '/etc/profile.d/marker.sh',
      'package/../../.bashrc-marker',
      '/package/marker.sh',
    ])!;
    const content = Buffer.from('# inert marker\n');
    return { members: [...honest.members, file(name, content)], paths: [name.replace(/^\//, '')] };
  },
});
