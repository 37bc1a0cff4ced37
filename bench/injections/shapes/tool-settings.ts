import { added } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

const files: Readonly<Record<string, string>> = {
  '.npmrc': 'ignore-scripts=false\nscript-shell=./marker.sh\n',
  '.yarnrc': 'yarn-path "./marker.js"\n',
  '.babelrc': '{ "plugins": ["./marker.js"] }\n',
  '.swcrc': '{ "jsc": { "experimental": { "plugins": [["./marker.wasm", {}]] } } }\n',
  '.postcssrc': '{ "plugins": { "./marker.js": {} } }\n',
  '.mocharc.json': '{ "require": "./marker.js" }\n',
  'tsconfig.json': '{ "compilerOptions": { "plugins": [{ "name": "./marker.js" }] } }\n',
};

/** Settings that tools read by name, and that name code. */
export const toolSettings = defineShape({
  id: 'tool-settings',
  kind: 'change',
  like: 'settings dropped into a package',
  apply(honest, random) {
    const path = freePath(honest, random, Object.keys(files));
    return path === undefined ? null : { members: added(honest.members, path, files[path]!), paths: [path] };
  },
});
