import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A package.json in a folder: it says how scripts there are read, and what the folder loads. */
export const nestedManifest = defineShape({
  id: 'nested-manifest',
  kind: 'change',
  like: 'nested package.json',
  apply(honest, random) {
    const folders = scriptsOf(honest)
      .map((path) => posix.dirname(path))
      .filter((folder) => folder !== '.');
    const folder = random.pick([...new Set(folders)]) ?? 'lib';
    const path = freePath(honest, random, ['package.json'], folder);
    if (path === undefined) return null;
    const content = random.pick([
      { type: 'module' },
      { main: '../package.json' },
      { type: 'commonjs', imports: { '#marker': './marker.js' } },
    ]);
    return { members: added(honest.members, path, `${JSON.stringify(content)}\n`), paths: [path] };
  },
});
