import semver from 'semver';
import type { Json } from '../../../compare/strict-json.js';
import type { Rewriting } from './rewriting.js';

const maps = new Set(['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies']);

/** What `workspace:` and `catalog:` may stand for: the form is given by the source, the version by what was published. */
function resolves(spec: string, to: string): boolean {
  // A catalog's entry is in a file of the repository that is not looked at here: any plain range of versions.
  if (spec.startsWith('catalog:'))
    return /^(?:npm:|[a-z]+:|.*[/@])/i.test(to) ? false : to.trim() !== '' && semver.validRange(to) !== null;
  if (!spec.startsWith('workspace:')) return false;
  const range = spec.slice('workspace:'.length);
  if (range === '*' || range === '') return semver.valid(to) === to;
  if (range === '^' || range === '~') return to[0] === range && semver.valid(to.slice(1)) === to.slice(1);
  return semver.validRange(range) !== null && to === range;
}

/**
 * pnpm and yarn replace `workspace:` and `catalog:` by versions when they pack. Names must be the same on both sides, and every
 * other range too. A rebuild has them replaced already, so there the values must agree.
 */
export const workspaceRanges: Rewriting = ({ field, reference, release, against }) => {
  if (against === 'rebuild' || !maps.has(field)) return null;
  if (!(reference instanceof Map) || !(release instanceof Map) || reference.size !== release.size)
    return null;
  const resolved: string[] = [];
  for (const [name, spec] of reference) {
    const to: Json | undefined = release.get(name);
    if (typeof spec !== 'string' || typeof to !== 'string') return null;
    if (spec === to) continue;
    if (!resolves(spec, to)) return null;
    resolved.push(`${name} ${spec} → ${to}`);
  }
  return `${field}: ${resolved.join(', ')}`;
};
