import type { Rewriting } from './rewriting.js';

/**
 * What npm 1 to 6 wrote into the package.json of an installed copy that was then published, and npm never reads back from a release.
 * `_resolved`, `_integrity` and `_requested` are not here: npm 7 took them for where an installed package came from, and wrote them
 * into the lockfile of whoever installed it.
 */
const installed = new Set([
  '_args',
  '_defaultsLoaded',
  '_engineSupported',
  '_from',
  '_id',
  '_inBundle',
  '_inCache',
  '_installable',
  '_location',
  '_nodeSupported',
  '_nodeVersion',
  '_npmOperationalInternal',
  '_npmUser',
  '_npmVersion',
  '_phantomChildren',
  '_requiredBy',
  '_shasum',
  '_spec',
  '_where',
]);

/** Fields that record the publishing itself; only ever added, never changed. */
export const registryFields: Rewriting = ({ field, reference, release }) => {
  if (reference !== undefined || release === undefined) return null;
  const added = `${field} added`;
  if (installed.has(field)) return added;
  switch (field) {
    case 'gitHead': // lerna and npm 6 with a git folder at hand
      return typeof release === 'string' && /^[0-9a-f]{40}$/.test(release) ? added : null;
    case 'readme': // npm 1 and 2, pnpm with embed-readme
    case 'readmeFilename':
    case 'deprecated':
      return typeof release === 'string' || release === false ? added : null;
    case 'bundleDependencies': // npm 3 to 6 write `false` into installed copies
      return release === false ? added : null;
    case '_shrinkwrap': // and null where there is none; anything else they obey as the package's own npm-shrinkwrap.json
      return release === null ? added : null;
    case 'directories': // normalize-package-data
      return release instanceof Map && release.size === 0 ? added : null;
    default:
      return null;
  }
};

/** Whether a value is nothing but an empty map, which npm reads like an absent field. */
export const emptyMap: Rewriting = ({ field, reference, release }) => {
  if (!/^(?:dependencies|devDependencies|optionalDependencies|peerDependencies|scripts)$/.test(field))
    return null;
  const sides = [reference, release].filter((side) => side !== undefined);
  const empty = sides.every((side) => side instanceof Map && side.size === 0);
  return empty ? `empty ${field}` : null;
};
