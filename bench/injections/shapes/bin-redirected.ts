import { mapOf, scriptsOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** A command that runs another file, or one more under the name of a tool that people type. */
export const binRedirected = defineShape({
  id: 'bin-redirected',
  kind: 'change',
  like: 'commands that shadow npm, node or git',
  apply(honest, random) {
    const target = random.pick(scriptsOf(honest));
    if (target === undefined) return null;
    const { name, bin: stated } = honest.manifest;
    const own =
      typeof stated === 'string' ? { [String(name).replace(/^@[^/]+\//, '')]: stated } : mapOf(honest, 'bin');
    const command = random.pick([...Object.keys(own), 'npx', 'node'])!;
    if (own[command] === target || own[command] === `./${target}`) return null;
    return { members: withManifest(honest, { bin: { ...own, [command]: target } }), paths: ['package.json'] };
  },
});
