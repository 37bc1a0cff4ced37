import { added, latin1 } from './members.js';
import { entryPointOf, type Tampering } from './tampering.js';

const other = "module.exports = 'another';\n";

/** Archives that hold more than one file for a path. */
export const archiveTamperings: Tampering[] = [
  {
    name: 'an entry point twice in the archive',
    apply(honest, random) {
      const path = entryPointOf(honest, random);
      return path === undefined ? null : { members: added(honest.members, path, other), paths: [path] };
    },
  },
  {
    name: 'an entry point overwritten from a second top-level folder',
    apply(honest, random) {
      const path = entryPointOf(honest, random);
      return path === undefined ? null : { members: added(honest.members, path, other, 'zz'), paths: [path] };
    },
  },
  {
    name: 'package.json twice in the archive, the honest one last',
    apply(honest) {
      const manifest = JSON.stringify({ ...honest.manifest, main: 'marker.js' });
      const [first] = added([honest.members[0]!], 'package.json', latin1(manifest)).slice(1);
      return { members: [first!, ...honest.members], paths: ['package.json'] };
    },
  },
];
