import type { Rewriting } from './rewriting.js';

/**
 * Scripts may be taken away, as pnpm does with those of publishing and clean-publish with most: none may be added or
 * changed. `install` and `preinstall` may not even be taken away: without them npm runs node-gyp by itself where there
 * is a binding.gyp.
 */
export const removedScripts: Rewriting = ({ field, reference, release }) => {
  if (field !== 'scripts' || !(reference instanceof Map)) return null;
  if (release !== undefined && !(release instanceof Map)) return null;
  const kept = release ?? new Map<string, never>();
  for (const [name, command] of kept)
    if (typeof command !== 'string' || reference.get(name) !== command) return null;
  const gone = [...reference.keys()].filter((name) => !kept.has(name));
  if (gone.includes('install') || gone.includes('preinstall')) return null;
  return `scripts removed: ${gone.join(', ')}`;
};
