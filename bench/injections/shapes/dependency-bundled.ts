import { added } from '../../tamperings/members.js';
import { isFree, mapOf, withManifest } from '../../tamperings/tampering.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A bundled package that has an install hook of its own. */
export const dependencyBundled = defineShape({
  id: 'dependency-bundled',
  kind: 'install-time',
  like: 'bundled node_modules with hooks of their own',
  apply(honest, random) {
    const name = random.pick(['plain-marker', 'node-marker-pre'])!;
    const folder = `node_modules/${name}`;
    const paths = [`${folder}/package.json`, `${folder}/install.js`];
    if (!paths.every((path) => isFree(honest, path))) return null;
    const manifest = { name, version: '1.0.0', scripts: { install: 'node install.js' } };
    const edit = {
      dependencies: { ...mapOf(honest, 'dependencies'), [name]: '1.0.0' },
      bundleDependencies: [name],
    };
    const members = added(withManifest(honest, edit), paths[0]!, `${JSON.stringify(manifest)}\n`);
    return {
      members: added(members, paths[1]!, payloadFile(random, false)),
      paths: ['package.json', ...paths],
    };
  },
});
