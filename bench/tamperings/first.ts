import { added, rewritten, textAt } from './members.js';
import { builtScriptsOf, mapOf, type Tampering, withManifest } from './tampering.js';

/** A word whose change is a change of meaning. */
const word = /\b(true|false|return|const|let|var)\b/;

/** The five tamperings with which reprove began; nothing in them is left to chance. */
export const firstTamperings: Tampering[] = [
  {
    name: 'new file run by a postinstall script',
    apply(honest) {
      const scripts = { ...mapOf(honest, 'scripts'), postinstall: 'node setup.cjs' };
      const members = added(withManifest(honest, { scripts }), 'setup.cjs', "console.log('inert marker');\n");
      return { members, paths: ['package.json', 'setup.cjs'] };
    },
  },
  {
    name: 'one token changed in a built file',
    apply(honest) {
      const path = builtScriptsOf(honest).find((script) => word.test(textAt(honest.members, script)));
      if (path === undefined) return null;
      const changed = textAt(honest.members, path).replace(word, (at) => (at === 'true' ? 'false' : 'void'));
      return { members: rewritten(honest.members, path, changed), paths: [path] };
    },
  },
  {
    name: 'dependency added in package.json only',
    apply(honest) {
      const dependencies = { ...mapOf(honest, 'dependencies'), 'plain-marker': '^1.0.0' };
      return { members: withManifest(honest, { dependencies }), paths: ['package.json'] };
    },
  },
  {
    name: 'index.js twice in the archive',
    apply(honest) {
      const first = added(honest.members, 'index.js', "module.exports = 'first';\n");
      return { members: added(first, 'index.js', "module.exports = 'second';\n"), paths: ['index.js'] };
    },
  },
  {
    name: 'file under a second top-level folder that overwrites an entry point',
    apply(honest) {
      const path = builtScriptsOf(honest)[0];
      if (path === undefined) return null;
      return {
        members: added(honest.members, path, "module.exports = 'other root';\n", 'zz'),
        paths: [path],
      };
    },
  },
];
