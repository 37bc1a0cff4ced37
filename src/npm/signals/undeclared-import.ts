import { isBuiltin } from 'node:module';
import { withoutComments } from '../../judge/comments.js';
import { defineSignal } from '../../judge/signal.js';
import { placeIn } from '../../judge/unexplained-code.js';
import { importsIn } from './imports.js';
import { stringMap } from './manifest-line.js';

const declaring = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/** Helpers that compilers load from packages of their own; that a package forgot to depend on them is an old mistake. */
const compilerHelpers =
  /^(?:core-js|core-js-pure|regenerator-runtime|tslib|source-map-support|@babel\/runtime\S*|@swc\/helpers)$/;

/** Unexplained code that loads a package which installing the release does not ask for. */
export const undeclaredImport = defineSignal({
  id: 'undeclared-import',
  title: 'Import that the manifest does not declare',
  severity: 'medium',
  looksAt:
    'Packages that unexplained code loads, neither its counterpart nor accounted code names, and package.json does not list.',
  detect({ code, manifest, accounted }) {
    const { release } = manifest;
    if (release === null) return [];
    const declared = new Set(declaring.flatMap((map) => [...stringMap(release[map]).keys()]));
    if (typeof release.name === 'string') declared.add(release.name);
    return code.flatMap((file) => {
      if (file.relation === 'whole' && !file.grave) return [];
      const before = file.before ?? '';
      const isNew = (name: string) =>
        !declared.has(name) &&
        !isBuiltin(name) &&
        !before.includes(name) &&
        ![...accounted.values()].some((bytes) => bytes.includes(name));
      for (const piece of file.pieces) {
        const found = importsIn(withoutComments(piece.text)).find(({ name }) => isNew(name));
        if (found === undefined) continue;
        const high = file.grave && file.relation === 'inserted' && !compilerHelpers.test(found.name);
        return [
          {
            path: file.path,
            ...placeIn(piece, found.at),
            severity: high ? 'high' : 'medium',
            message: `loads ${found.name}, which package.json does not list and no other code loads`,
          } as const,
        ];
      }
      return [];
    });
  },
});
