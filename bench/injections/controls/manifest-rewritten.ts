import { latin1, rewritten } from '../../tamperings/members.js';
import { type Honest, mapOf } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

type Manifest = Record<string, unknown>;

/** What publishing tools do to package.json; null where one has nothing to do. */
const rewritings: readonly ((honest: Honest) => { manifest: Manifest; indent?: number } | null)[] = [
  // lerna, and npm 6 with a git folder at hand
  ({ manifest }) => ({ manifest: { ...manifest, gitHead: '0123456789abcdef0123456789abcdef01234567' } }),
  // npm 1 to 6, of a copy that was installed before
  ({ manifest }) => ({ manifest: { ...manifest, _from: '.', _id: `${manifest.name}@${manifest.version}` } }),
  // clean-publish
  ({ manifest: { devDependencies, eslintConfig, prettier, ...manifest } }) =>
    devDependencies === undefined && eslintConfig === undefined ? null : { manifest },
  // pnpm: scripts of development
  (honest) => {
    const kept = Object.entries(mapOf(honest, 'scripts')).filter(([name]) =>
      /^(?:pre|post)?install$/.test(name),
    );
    const { scripts, ...manifest } = honest.manifest;
    return scripts === undefined ? null : { manifest: { ...manifest, scripts: Object.fromEntries(kept) } };
  },
  // another layout
  ({ manifest }) => ({ manifest, indent: 4 }),
  // sort-package-json
  ({ manifest }) => ({
    manifest: Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1))),
  }),
];

/** package.json as a publishing tool leaves it. */
export const manifestRewritten = defineShape({
  id: 'manifest-rewritten',
  kind: 'control',
  like: 'npm, lerna, pnpm, clean-publish, sort-package-json',
  apply(honest, random) {
    const rewriting = random
      .shuffle(rewritings)
      .map((rewrite) => rewrite(honest))
      .find((result) => result !== null);
    if (rewriting === undefined || rewriting === null) return null;
    const text = `${JSON.stringify(rewriting.manifest, null, rewriting.indent ?? 2)}\n`;
    return { members: rewritten(honest.members, 'package.json', latin1(text)), paths: ['package.json'] };
  },
});
