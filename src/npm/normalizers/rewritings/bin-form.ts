import type { Rewriting } from './rewriting.js';

/** `"bin": "x.js"` written out as npm reads it, under the package's name without its scope; pnpm packs it so. */
export const binForm: Rewriting = ({ field, reference, release, proven }) => {
  if (field !== 'bin' || typeof reference !== 'string' || !(release instanceof Map)) return null;
  const name = proven.name.slice(proven.name.indexOf('/') + 1);
  return release.size === 1 && release.get(name) === reference ? 'bin written as a map' : null;
};
