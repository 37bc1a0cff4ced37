import { added, latin1 } from '../../tamperings/members.js';
import { isFree, mapOf } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** npm obeys the npm-shrinkwrap.json of a release: each dependency comes from where it says. */
export const shrinkwrap = defineShape({
  id: 'shrinkwrap',
  kind: 'install-time',
  like: 'lockfile injection',
  apply(honest, random) {
    const path = 'npm-shrinkwrap.json';
    if (!isFree(honest, path)) return null;
    const { name, version } = honest.manifest;
    const dependencies = mapOf(honest, 'dependencies');
    const target = random.pick(Object.keys(dependencies)) ?? 'plain-marker';
    const packages = {
      '': { name, version, dependencies },
      [`node_modules/${target}`]: {
        version: '1.0.0',
        resolved: 'https://marker.invalid/plain.tgz',
        hasInstallScript: true,
      },
    };
    const content = { name, version, lockfileVersion: 3, requires: true, packages };
    const text = `${JSON.stringify(content, null, 2)}\n`;
    return { members: added(honest.members, path, latin1(text)), paths: [path] };
  },
});
